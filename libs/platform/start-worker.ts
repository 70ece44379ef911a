import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { pino } from 'pino';
import type { Config } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { PinoNestLogger } from './http/pino-nest-logger.js';
import { ProblemFilter } from './http/problem.filter.js';
import { OperationModule } from './operation/operation.module.js';
import { openSystem } from './open-system.js';
import { PortsModule } from './ports.module.js';
import { shippedModelsFolder } from './project-folder.js';
import { runApp } from './run-app.js';
import type { System } from './system.js';
import { TracingModule } from './tracing/tracing.module.js';

export interface WorkerPlan {
  readonly name: string;
  readonly role: (system: System, config: Config, logger: pino.Logger) => Type | DynamicModule;
  /** Whether it works on films: then it does not begin without ffmpeg. */
  readonly needsFfmpeg?: boolean;
  /** Whether it infers: then it is not ready before its models are loaded. */
  readonly needsModels?: boolean;
}

@Module({})
class WorkerApp {}

/**
 * Runs an app that works jobs and answers nobody but those who operate it: its port has health, readiness and figures,
 * without a token, so it is for the inside of a cluster.
 */
export function startWorker({ name, role, needsFfmpeg, needsModels }: WorkerPlan): Promise<void> {
  return runApp(async () => {
    const config = loadConfigWithHome(process.env, { models: shippedModelsFolder() });
    const logger = pino({ level: config.logLevel, base: { app: name, pid: process.pid } });
    const system = await openSystem(config, logger);
    if (needsFfmpeg) await system.toolchain.require();
    if (needsModels) await system.recognizer.load();
    const models = needsModels ? { models: () => system.recognizer.load() } : {};
    const imports = [
      TracingModule.of(name),
      PortsModule.of(system, config, logger),
      OperationModule.of({ ...system.checks, ...models }),
      role(system, config, logger),
    ];
    const app = await NestFactory.create<NestExpressApplication>(
      { module: WorkerApp, imports },
      { logger: new PinoNestLogger(logger), bodyParser: false, forceCloseConnections: true },
    );
    app.disable('x-powered-by');
    app.useGlobalFilters(new ProblemFilter(logger));
    app.enableShutdownHooks([], { useProcessExit: true });
    await app.listen(config.port, config.host);
    logger.info({ url: await app.getUrl() }, 'ready for work');
  });
}
