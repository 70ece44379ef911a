import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteDatabase } from '#adapters/sqlite/sqlite-database.js';
import { SqliteJobTable } from '#adapters/sqlite/sqlite-job-table.adapter.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { describeJobQueueContract } from '../job-queue.contract.js';
import type { QueuePlace } from '../queue-under-test.js';

async function makePlace(): Promise<QueuePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'castline-queue-'));
  return {
    open: async (settings, onError) => {
      const database = await SqliteDatabase.open(join(folder, 'catalogue.sqlite'));
      const queue = new LeasedJobQueue(new SqliteJobTable(database), { ...settings, onError });
      return {
        queue,
        crash: async () => database.close(),
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
