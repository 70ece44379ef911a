import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue } from 'bull';
import { BullListening } from './bull-listening.js';

/** A queue whose Redis answers late, and which gives out one job. */
function slowQueue(answerMs: number): { queue: Queue; give: () => Promise<unknown> } {
  let handler: (job: Job) => Promise<unknown> = () => Promise.reject(new Error('nobody listens'));
  const queue = {
    on: () => queue,
    process: (_concurrency: number, handle: typeof handler) => {
      handler = handle;
      return Promise.resolve();
    },
    pause: () => Promise.resolve(),
    close: () => Promise.resolve(),
    toKey: (name: string) => name,
    client: { status: 'ready', eval: () => sleep(answerMs) },
    clients: [],
    processing: {},
  };
  const give = () => handler({ id: '1', opts: { priority: 1 } } as unknown as Job);
  return { queue: queue as unknown as Queue, give };
}

describe('a Bull listening', () => {
  it(
    'stops while Redis still has to answer of a job that was handled at once',
    { timeout: 5000 },
    async () => {
      const { queue, give } = slowQueue(50);
      const listening = new BullListening(
        queue,
        1,
        () => Promise.resolve({ outcome: 'ended' as const }),
        (error) => assert.fail(String(error)),
      );
      const handled = give();
      await listening.stop();
      await handled;
    },
  );
});
