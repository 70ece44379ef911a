import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import type { Embedded } from '#platform/embedded/open-embedded.js';
import { PortsModule } from '#platform/ports.module.js';
import { AnalyzerModule } from '../analyzer/analyzer.module.js';
import { ApiModule } from '../api/api.module.js';
import { EditorModule } from '../editor/editor.module.js';

/** Every role in one process, on the embedded adapters. */
@Module({})
export class StandaloneModule {
  static create(system: Embedded, config: Config, logger: Logger): DynamicModule {
    return {
      module: StandaloneModule,
      imports: [PortsModule.forEmbedded(system, config, logger), ApiModule, AnalyzerModule, EditorModule],
    };
  }
}
