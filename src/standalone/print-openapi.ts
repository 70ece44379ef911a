// Prints the OpenAPI document of the whole API on stdout, from the code alone: no port is opened, no model read.
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '#config/config.js';
import { openEmbedded } from '#platform/embedded/open-embedded.js';
import { createHttpApp, describeApi } from '#platform/http/create-http-app.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import { StandaloneModule } from './standalone.module.js';

const home = await mkdtemp(join(tmpdir(), 'castline-openapi-'));
try {
  const config = loadConfig({ CASTLINE_HOME: home }, { models: shippedModelsFolder() });
  const logger = pino({ level: 'silent' });
  const system = await openEmbedded(config);
  const app = await createHttpApp(StandaloneModule.create(system, config, logger), config, logger);
  process.stdout.write(`${JSON.stringify(describeApi(app), null, 2)}\n`);
  await app.close();
} finally {
  await rm(home, { recursive: true, force: true });
}
