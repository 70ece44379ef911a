import { Module } from '@nestjs/common';
import { pino } from 'pino';
import { asksForTokens } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { AccessModule } from '#platform/access/access.module.js';
import { openEventBus } from '#platform/distributed/open-event-bus.js';
import { openEmbedded } from '#platform/embedded/open-embedded.js';
import { assertSafeBinding } from '#platform/http/assert-safe-binding.js';
import { createHttpApp } from '#platform/http/create-http-app.js';
import { OperationModule } from '#platform/operation/operation.module.js';
import { PortsModule } from '#platform/ports.module.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import { runApp } from '#platform/run-app.js';
import { TracingModule } from '#platform/tracing/tracing.module.js';
import { PublisherModule } from './publisher.module.js';

@Module({})
class PublisherApp {}

await runApp(async () => {
  const config = loadConfigWithHome(process.env, { models: shippedModelsFolder() });
  assertSafeBinding(config.host, asksForTokens(config));
  const logger = pino({ level: config.logLevel });
  const bus = openEventBus(config, (err) => logger.warn({ err }, 'Kafka'));
  const system = await openEmbedded(config);
  const imports = [
    TracingModule.of('publisher'),
    PortsModule.of(system, config, logger),
    AccessModule.of(system, config),
    OperationModule.of(system.checks),
    PublisherModule.of({ system, bookmarks: system.catalogue.bookmarks, bus }),
  ];
  const app = await createHttpApp({ module: PublisherApp, imports }, config, logger);
  await app.listen(config.port, config.host);
  logger.info({ url: await app.getUrl() }, 'castline publishes');
});
