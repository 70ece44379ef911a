import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { AccessModule } from '#platform/access/access.module.js';
import { OperationModule } from '#platform/operation/operation.module.js';
import { PortsModule } from '#platform/ports.module.js';
import type { System } from '#platform/system.js';
import { TracingModule } from '#platform/tracing/tracing.module.js';
import { AnalyzerModule } from '../analyzer/analyzer.module.js';
import { ApiModule } from '../api/api.module.js';
import { EditorModule } from '../editor/editor.module.js';

/** Every role in one process, on the embedded adapters. */
@Module({})
export class StandaloneModule {
  static create(system: System, config: Config, logger: Logger): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [
        TracingModule.of('standalone'),
        PortsModule.of(system, config, logger),
        AccessModule.of(system, config),
        OperationModule.of({ ...system.checks, models: () => system.recognizer.load() }),
        ApiModule,
        AnalyzerModule,
        EditorModule,
      ],
    };
  }
}
