import { afterEach, beforeEach, describe } from 'node:test';
import type { Job, JobState } from '#domain/episode/job.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { eventually } from './eventually.js';

interface QueueSettings {
  /** A worker that does not beat for so long loses its jobs. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** How often a worker looks for work, and whether its jobs are still its own. */
  readonly pollMs: number;
  readonly maxAttempts: number;
  /** Wait before the second attempt. */
  readonly retryBaseMs: number;
  /** How long an aborted handler may take to end before its job is put back regardless. */
  readonly abortMs: number;
}

/** Quick, so that a suite takes seconds. */
const QUICK: QueueSettings = {
  leaseMs: 400,
  heartbeatMs: 50,
  pollMs: 20,
  maxAttempts: 3,
  retryBaseMs: 10,
  abortMs: 2000,
};

interface QueueUnderTest {
  readonly queue: JobQueue;
  /** As if its process were killed: from now on it can neither read nor write. Handlers that run are not told. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface QueuePlace {
  /**
   * Several may be open on one place, as several processes would.
   * @param onError told of what fails without a caller; the test then fails when it ends
   */
  open(settings: QueueSettings, onError: (error: unknown) => void): Promise<QueueUnderTest>;
  remove(): Promise<void>;
}

export type MakeQueuePlace = () => Promise<QueuePlace>;

export interface QueueBench {
  readonly open: (settings?: Partial<QueueSettings>) => Promise<QueueUnderTest>;
  /** Waits until the job is in this state. */
  readonly reaches: (queue: JobQueue, id: string, state: JobState) => Promise<Job>;
}

/** Runs `tests` as a suite with an empty place for every test; what a test opens is closed after it. */
export function describeWithQueues(
  title: string,
  makePlace: MakeQueuePlace,
  tests: (bench: QueueBench) => void,
): void {
  describe(title, () => {
    let place: QueuePlace | undefined;
    let opened: QueueUnderTest[] = [];
    // Kept until the test ends: thrown from within a queue they would stop its loop, and the test would never end.
    let untold: unknown[] = [];
    beforeEach(async () => {
      place = await makePlace();
      untold = [];
    });
    afterEach(async () => {
      for (const queue of opened) await queue.close();
      opened = [];
      await place?.remove();
      if (untold.length > 0)
        throw new AggregateError(untold, `failed without a caller: ${String(untold[0])}`);
    });
    tests({
      open: async (settings) => {
        if (!place) throw new Error('a queue is opened inside a test only');
        let hasCrashed = false;
        const queue = await place.open({ ...QUICK, ...settings }, (error) => {
          if (!hasCrashed) untold.push(error);
        });
        opened.push(queue);
        const crash = (): Promise<void> => {
          hasCrashed = true;
          return queue.crash();
        };
        return { ...queue, crash };
      },
      reaches: (queue, id, state) =>
        eventually(`job ${id} is ${state}`, async () => {
          const job = await queue.find(id);
          return job?.state === state && job;
        }),
    });
  });
}

export function makeRequest(key: string, payload: Readonly<Record<string, unknown>> = {}) {
  return { kind: 'episode.analyze', episodeId: 'ep-1', key, payload } as const;
}

/** A promise to be settled from outside. */
export function makeGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** Resolves when the signal is aborted. */
export function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
