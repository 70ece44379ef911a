import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteDatabase } from '#adapters/sqlite/sqlite-database.js';
import { SqliteJobQueue } from '#adapters/sqlite/sqlite-job-queue.adapter.js';
import { describeJobQueueContract } from '../job-queue.contract.js';
import type { QueuePlace } from '../queue-under-test.js';

async function makePlace(): Promise<QueuePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'castline-queue-'));
  return {
    open: async (settings) => {
      const database = await SqliteDatabase.open(join(folder, 'catalogue.sqlite'));
      let hasCrashed = false;
      const onError = (error: unknown) => {
        if (!hasCrashed) throw error;
      };
      const queue = new SqliteJobQueue(database, { ...settings, onError });
      return {
        queue,
        crash: async () => {
          hasCrashed = true;
          database.close();
        },
        close: async () => {
          await queue.close();
          database.close();
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

describeJobQueueContract('SQLite', makePlace);
