import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TokenRepository } from '#ports/token-repository.port.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';

export interface Readiness {
  readonly ready: boolean;
  /** What each thing we depend on says; "ok" or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Whether this process can take work: the catalogue answers, the models are loaded, it is not shutting down. */
@Injectable()
export class ReadinessProbe implements OnModuleDestroy {
  private isDraining = false;

  constructor(
    private readonly tokens: TokenRepository,
    private readonly recognizer: FaceRecognizer,
  ) {}

  /** The first hook of a shutdown, before any worker is waited for. */
  onModuleDestroy(): void {
    this.isDraining = true;
  }

  async check(): Promise<Readiness> {
    const say = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'ok',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    const checks = {
      catalogue: await say(this.tokens.findByDigest('nobody')),
      models: await say(this.recognizer.load()),
      draining: this.isDraining ? 'shutting down' : 'ok',
    };
    return { ready: Object.values(checks).every((answer) => answer === 'ok'), checks };
  }
}
