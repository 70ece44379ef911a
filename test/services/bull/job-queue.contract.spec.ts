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
    open: async (settings) => {
      assert.ok(redis);
      let hasCrashed = false;
      const onError = (error: unknown) => {
        if (!hasCrashed) throw error;
      };
      const queue = await openBullQueue({ folder, url: redis.url, prefix, settings, onError });
      return {
        queue: queue.jobs,
        crash: async () => {
          hasCrashed = true;
          await queue.cut();
        },
        close: () => queue.close(),
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

describeJobQueueContract('SQLite with Bull', makePlace);
