import { Module } from '@nestjs/common';
import { pino } from 'pino';
import { asksForTokens } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { AccessModule } from '#platform/access/access.module.js';
import { assertSafeBinding } from '#platform/http/assert-safe-binding.js';
import { createHttpApp } from '#platform/http/create-http-app.js';
import { OperationModule } from '#platform/operation/operation.module.js';
import { openSystem } from '#platform/open-system.js';
import { PortsModule } from '#platform/ports.module.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import { runApp } from '#platform/run-app.js';
import { TracingModule } from '#platform/tracing/tracing.module.js';
import { ApiModule } from './api.module.js';

@Module({})
class ApiApp {}

await runApp(async () => {
  const config = loadConfigWithHome(process.env, { models: shippedModelsFolder() });
  assertSafeBinding(config.host, asksForTokens(config));
  const logger = pino({ level: config.logLevel, base: { app: 'api', pid: process.pid } });
  const system = await openSystem(config, logger);
  await system.toolchain.require();
  await system.recognizer.load();
  const imports = [
    TracingModule.of('api'),
    PortsModule.of(system, config, logger),
    AccessModule.of(system, config),
    OperationModule.of({ ...system.checks, models: () => system.recognizer.load() }),
    ApiModule,
  ];
  const app = await createHttpApp({ module: ApiApp, imports }, config, logger);
  await app.listen(config.port, config.host);
  logger.info({ url: await app.getUrl() }, 'castline serves');
});
