import { pino } from 'pino';
import { asksForTokens } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { openEmbedded } from '#platform/embedded/open-embedded.js';
import { assertSafeBinding } from '#platform/http/assert-safe-binding.js';
import { createHttpApp } from '#platform/http/create-http-app.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import { runApp } from '#platform/run-app.js';
import { StandaloneModule } from './standalone.module.js';

await runApp(async () => {
  const config = loadConfigWithHome(process.env, { models: shippedModelsFolder() });
  assertSafeBinding(config.host, asksForTokens(config));
  const logger = pino({ level: config.logLevel });
  const system = await openEmbedded(config);
  await system.toolchain.require();
  // fails now, by name, and not with the first upload
  await system.recognizer.load();
  const app = await createHttpApp(StandaloneModule.create(system, config, logger), config, logger);
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  logger.info({ url }, 'castline serves');
  process.stderr.write(`Castline serves at ${url}   (API: ${url}/docs)\n`);
});
