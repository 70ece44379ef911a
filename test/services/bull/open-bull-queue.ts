import { join } from 'node:path';
import { BullJobSignal } from '#adapters/bull/bull-job-signal.adapter.js';
import { SqliteDatabase } from '#adapters/sqlite/sqlite-database.js';
import { SqliteJobTable } from '#adapters/sqlite/sqlite-job-table.adapter.js';
import { type JobQueueOptions, LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';

export interface BullQueueUnderTest {
  readonly jobs: LeasedJobQueue;
  readonly signal: BullJobSignal;
  /** As if the process had died: neither the table nor Redis hears of it again. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

/** A queue as a process of the distributed form has one, the table being SQLite's. */
export async function openBullQueue(place: {
  readonly folder: string;
  readonly url: string;
  readonly prefix: string;
  readonly settings: JobQueueOptions;
  /** Told of what fails without a caller. */
  readonly onError: (error: unknown) => void;
}): Promise<BullQueueUnderTest> {
  const { folder, url, prefix, settings, onError } = place;
  const database = await SqliteDatabase.open(join(folder, 'catalogue.sqlite'));
  const signal = new BullJobSignal({ url, prefix, onError });
  const jobs = new LeasedJobQueue(new SqliteJobTable(database), { ...settings, onError, signal });
  return {
    jobs,
    signal,
    cut: async () => {
      await signal.close();
      database.close();
    },
    close: async () => {
      await jobs.close();
      await signal.close();
      database.close();
    },
  };
}
