import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { openDistributed } from './distributed/open-distributed.js';
import { openEmbedded } from './embedded/open-embedded.js';
import type { System } from './system.js';

/** The form that the configuration asks for: distributed where it names a MongoDB, embedded otherwise. */
export function openSystem(config: Config, logger: Logger): Promise<System> {
  return config.mongodbUrl === '' ? openEmbedded(config) : openDistributed(config, logger);
}
