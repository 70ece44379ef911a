import { join } from 'node:path';
import type { Logger } from 'pino';
import { BullJobSignal } from '#adapters/bull/bull-job-signal.adapter.js';
import { LocalCopies } from '#adapters/mongodb/local-copies.js';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import type { Config } from '#config/config.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import type { WorkerSettings } from '#pipeline/work-jobs/job-worker.js';
import { openIdentityProvider } from '../access/open-identity-provider.js';
import { openMediaTools } from '../media-tools.js';
import type { System } from '../system.js';
import { DistributedWorkspaces } from './distributed-workspaces.js';
import { keepMediaSwept } from './keep-media-swept.js';

/**
 * Everything behind the ports, distributed: MongoDB for the catalogue and the media, Redis to tell of jobs where one is
 * configured. Local copies of media lie under `config.home`.
 * @throws CastlineError `transient` CATALOGUE.UNREACHABLE, `environment` CATALOGUE.REFUSED, CATALOGUE.NEWER_SCHEMA
 */
export async function openDistributed(config: Config, logger: Logger): Promise<System> {
  const onError = (err: unknown): void => logger.warn({ err }, 'the job queue');
  const catalogue = await openMongoCatalogue(config.mongodbUrl);
  const signal = config.redisUrl === '' ? undefined : new BullJobSignal({ url: config.redisUrl, onError });
  const jobs = new LeasedJobQueue(catalogue.jobs, {
    ...{ onError, ...settingsOf(config), ...(signal ? { signal } : {}) },
  });
  const copies = await LocalCopies.open(join(config.home, 'copies'), config.mediaCacheBytes);
  const endSweeping = keepMediaSwept(catalogue.database, (err) =>
    logger.warn({ err }, 'uploads were not swept'),
  );
  const tools = openMediaTools(config);
  return {
    ...tools,
    workspaces: new DistributedWorkspaces(catalogue, copies),
    tokens: catalogue.tokens,
    bookmarks: catalogue.bookmarks,
    identity: openIdentityProvider(config),
    jobs,
    events: catalogue.events,
    // not Redis: without it workers look for themselves, so nothing has to wait for it
    checks: { mongodb: () => catalogue.ping() },
    close: async () => {
      endSweeping();
      await tools.recognizer.close();
      await jobs.close();
      await signal?.close();
      await catalogue.close();
      await copies.close();
    },
  };
}

/** A worker without word from Redis looks so often; all workers of a cluster together ask the database for it. */
const LONGEST_POLL_MS = 1_000;

/** Seven beats to a lease, and twice as many looks: one or two that are late cost nobody a job. */
function settingsOf({ leaseSeconds, jobAttempts }: Config): Partial<WorkerSettings> {
  const leaseMs = leaseSeconds * 1000;
  const pollMs = Math.min(LONGEST_POLL_MS, leaseMs / 15);
  return { leaseMs, heartbeatMs: leaseMs / 7, pollMs, sweepMs: leaseMs, maxAttempts: jobAttempts };
}
