import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { startTracing } from './start-tracing.js';

const END = Symbol('end of tracing');

/** Traces this process, under the app's name, from the moment it is made until the app has shut down. */
@Module({})
export class TracingModule implements OnApplicationShutdown {
  constructor(@Inject(END) private readonly end: () => Promise<void>) {}

  static of(app: string): DynamicModule {
    return { module: TracingModule, providers: [{ provide: END, useValue: startTracing(app) }] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end();
  }
}
