import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { describeJobQueueContract } from '../../contract/job-queue.contract.js';
import type { QueuePlace } from '../../contract/queue-under-test.js';
import { useRedis } from '../servers/start-redis.js';
import { openBullQueue } from './open-bull-queue.js';

let redis: Awaited<ReturnType<typeof useRedis>> | undefined;
before(async () => {
  redis = await useRedis();
});
after(() => redis?.stop());

async function makePlace(): Promise<QueuePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'castline-bull-'));
  const prefix = `{${randomUUID()}}`;
  return {
    open: async (settings, onError) => {
      assert.ok(redis);
      const tell = (error: unknown): void => (isAway(error) ? warn(error) : onError(error));
      const queue = await openBullQueue({ folder, url: redis.url, prefix, settings, onError: tell });
      return { queue: queue.jobs, crash: () => queue.cut(), close: () => queue.close() };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Redis may go away at any time, and what the contract says must hold all the same: to be told of, but no fault. */
function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY.has(code) || error.message === 'Connection is closed.';
}

const AWAY = new Set(['REDIS.AWAY', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

function warn(error: Error): void {
  process.emitWarning(error, 'RedisAwayWarning');
}

describeJobQueueContract('SQLite with Bull', makePlace);
