import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { JobContext } from '#ports/job-queue.port.js';
import {
  abortOf,
  describeWithQueues,
  makeGate,
  makeRequest,
  type MakeQueuePlace,
} from './queue-under-test.js';

/** A worker that never beats in time: as if its event loop were blocked or its machine paused. */
const SILENT = { heartbeatMs: 3_600_000 };

/** One that does not even look whether its job is still its own: it does not know that it is late. */
const DEAF = { ...SILENT, pollMs: 3_600_000 };

export function describeJobQueueFaults(name: string, makePlace: MakeQueuePlace): void {
  describeWithQueues(`the job queue of ${name} under faults`, makePlace, ({ open, reaches }) => {
    it('gives the job of a worker that died to another, once its lease has run out', async () => {
      const [dying, heir] = [await open(), await open()];
      await dying.queue.work('episode.analyze', ({ signal }) => abortOf(signal));
      const job = await heir.queue.enqueue(makeRequest('a'));
      await reaches(heir.queue, job.id, 'running');
      await dying.crash();
      await heir.queue.work('episode.analyze', async () => undefined);
      assert.equal((await reaches(heir.queue, job.id, 'done')).attempts, 2);
    });

    it('leaves a job that takes longer than the lease to the worker that beats', async () => {
      const [busy, idle] = [await open(), await open()];
      const gate = makeGate();
      let runs = 0;
      const handler = () => {
        runs += 1;
        return gate.opened;
      };
      await busy.queue.work('episode.analyze', handler);
      const job = await busy.queue.enqueue(makeRequest('a'));
      await reaches(busy.queue, job.id, 'running');
      await idle.queue.work('episode.analyze', handler);
      await sleep(1500);
      gate.open();
      await reaches(busy.queue, job.id, 'done');
      assert.equal(runs, 1);
    });

    it('refuses what a worker says after it lost the job, and aborts its run', async () => {
      const [silent, heir] = [await open(SILENT), await open()];
      const late = makeGate();
      const stop = await silent.queue.work('episode.analyze', async ({ signal, progress }) => {
        await abortOf(signal);
        await progress({ stage: 'late', fraction: 1 });
        late.open();
      });
      const job = await silent.queue.enqueue(makeRequest('a'));
      await reaches(silent.queue, job.id, 'running');
      const [said, gate] = [makeGate(), makeGate()];
      await heir.queue.work('episode.analyze', async ({ progress }) => {
        await progress({ stage: 'mine', fraction: 0.25 });
        said.open();
        await late.opened;
        await gate.opened;
      });
      await Promise.all([said.opened, late.opened]);
      await stop(20_000);
      const held = await heir.queue.find(job.id);
      assert.deepEqual([held?.state, held?.progress?.stage], ['running', 'mine']);
      // On a busy machine the heir's own short lease may run out too before it goes on: it then takes the job again.
      assert.ok((held?.attempts ?? 0) >= 2);
      gate.open();
      await reaches(heir.queue, job.id, 'done');
    });

    const lateWords: Readonly<Record<string, (context: JobContext) => Promise<void>>> = {
      progress: async ({ progress, signal }) => {
        await progress({ stage: 'late', fraction: 1 });
        assert.equal(signal.aborted, true, 'the refusal aborts the run');
      },
      success: async () => undefined,
      failure: async () => Promise.reject(new CastlineError('usage', 'LATE.FAILURE', 'a late failure')),
    };
    for (const [word, say] of Object.entries(lateWords)) {
      it(`refuses the ${word} of a worker that does not know that it lost the job`, async () => {
        const [deaf, heir] = [await open(DEAF), await open()];
        const [taken, finish] = [makeGate(), makeGate()];
        const job = await heir.queue.enqueue(makeRequest('a'));
        const stop = await deaf.queue.work('episode.analyze', async (context) => {
          await taken.opened;
          await say(context);
        });
        await reaches(heir.queue, job.id, 'running');
        await heir.queue.work('episode.analyze', async ({ progress }) => {
          await progress({ stage: 'mine', fraction: 0.25 });
          taken.open();
          await finish.opened;
        });
        await taken.opened;
        await stop(20_000);
        const held = await heir.queue.find(job.id);
        assert.deepEqual([held?.state, held?.attempts, held?.progress?.stage], ['running', 2, 'mine']);
        finish.open();
        assert.equal((await reaches(heir.queue, job.id, 'done')).failure, null);
      });
    }

    it('parks a job as poison that took its worker with it every time', async () => {
      const watcher = await open({ maxAttempts: 2 });
      const job = await watcher.queue.enqueue(makeRequest('a'));
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const dying = await open({ maxAttempts: 2 });
        const begun = makeGate();
        await dying.queue.work('episode.analyze', ({ signal }) => {
          begun.open();
          return abortOf(signal);
        });
        await begun.opened;
        await dying.crash();
      }
      await watcher.queue.work('episode.analyze', async () => assert.fail('the job is poison'));
      const failed = await reaches(watcher.queue, job.id, 'failed');
      assert.deepEqual([failed.attempts, failed.failure?.code], [2, 'JOB.POISON']);
    });

    it('keeps a cancelled job cancelled when its worker dies', async () => {
      const [dying, heir] = [await open(), await open()];
      await dying.queue.work('episode.analyze', ({ signal }) => abortOf(signal));
      const job = await heir.queue.enqueue(makeRequest('a'));
      await reaches(heir.queue, job.id, 'running');
      await dying.crash();
      await heir.queue.cancel(job.id);
      const next = await heir.queue.enqueue(makeRequest('b'));
      await heir.queue.work('episode.analyze', async () => undefined);
      await reaches(heir.queue, next.id, 'done');
      await sleep(600);
      assert.equal((await heir.queue.find(job.id))?.state, 'cancelled');
    });
  });
}
