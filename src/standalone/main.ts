import 'reflect-metadata';
import { pino } from 'pino';
import { asksForTokens } from '#config/config.js';
import { loadConfigWithHome } from '#config/home-settings.js';
import { CastlineError, EXIT_CODES } from '#domain/errors/castline-error.js';
import { openEmbedded } from '#platform/embedded/open-embedded.js';
import { assertSafeBinding } from '#platform/http/assert-safe-binding.js';
import { createHttpApp } from '#platform/http/create-http-app.js';
import { shippedModelsFolder } from '#platform/project-folder.js';
import { StandaloneModule } from './standalone.module.js';

async function start(): Promise<void> {
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
}

try {
  await start();
} catch (error) {
  const isAddressTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (error instanceof CastlineError) process.stderr.write(`castline: ${error.message} [${error.code}]\n`);
  else if (isAddressTaken)
    process.stderr.write('castline: this port is taken; choose another with --port [SERVE.PORT_TAKEN]\n');
  else
    process.stderr.write(
      `castline: unexpected failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(
    error instanceof CastlineError ? EXIT_CODES[error.kind] : isAddressTaken ? EXIT_CODES.conflict : 1,
  );
}
