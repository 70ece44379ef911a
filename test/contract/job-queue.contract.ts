import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '#domain/episode/job.js';
import { errorWith } from './error-with.js';
import { eventually } from './eventually.js';
import { describeFailure } from './job-queue-failures.contract.js';
import { describeJobQueueFaults } from './job-queue-faults.contract.js';
import {
  abortOf,
  describeWithQueues,
  makeGate,
  makeRequest,
  type MakeQueuePlace,
  type QueueBench,
} from './queue-under-test.js';

export function describeJobQueueContract(name: string, makePlace: MakeQueuePlace): void {
  describeWithQueues(`the job queue of ${name}`, makePlace, (bench) => {
    describeRecords(bench);
    describeWork(bench);
    describeFailure(bench);
    describeCancelling(bench);
    describeDraining(bench);
  });
  describeJobQueueFaults(name, makePlace);
}

function describeRecords({ open, reaches }: QueueBench): void {
  it('knows nothing at first', async () => {
    const { queue } = await open();
    assert.deepEqual(await queue.list(), []);
    assert.equal(await queue.find('job-1'), undefined);
    assert.equal(await queue.cancel('job-1'), false);
  });

  it('keeps what was enqueued, newest first, also when it is opened again', async () => {
    const first = await open();
    const one = await first.queue.enqueue(makeRequest('one', { scanKey: 'k' }));
    const two = await first.queue.enqueue({ ...makeRequest('two'), episodeId: 'ep-2', kind: 'clip.cut' });
    assert.deepEqual([one.state, one.attempts, one.progress, one.failure], ['queued', 0, null, null]);
    assert.deepEqual(one.payload, { scanKey: 'k' });
    await first.close();
    const { queue } = await open();
    assert.deepEqual(await queue.find(one.id), one);
    assert.deepEqual(await queue.list(), [two, one]);
    assert.deepEqual(await queue.list({ episodeId: 'ep-2' }), [two]);
    assert.deepEqual(await queue.list({ kind: 'clip.cut' }), [two]);
    assert.deepEqual(await queue.list({ state: 'running' }), []);
    assert.deepEqual(await queue.list({ episodeId: 'ep-1', state: 'queued' }), [one]);
  });

  it('keeps tenants apart: the same key is another job, and a list asks for one of them', async () => {
    const { queue } = await open();
    const ours = await queue.enqueue(makeRequest('same'));
    const theirs = await queue.enqueue({ ...makeRequest('same'), tenant: 'other' });
    assert.notEqual(theirs.id, ours.id);
    assert.deepEqual([ours.tenant, theirs.tenant], ['default', 'other']);
    assert.deepEqual(await queue.list({ tenant: 'other' }), [theirs]);
  });

  it('lists page by page what fits a filter, newest first', async () => {
    const { queue } = await open();
    const made: Job[] = [];
    for (const key of ['a', 'b', 'c', 'd', 'e']) made.push(await queue.enqueue(makeRequest(key)));
    await queue.enqueue({ ...makeRequest('theirs'), tenant: 'other' });
    const mine = { tenant: 'default', state: 'queued', kind: 'episode.analyze', episodeId: 'ep-1' } as const;
    const first = await queue.listPage(mine, { limit: 3 });
    await queue.enqueue(makeRequest('newer'));
    const second = await queue.listPage(mine, { limit: 3, after: first.next ?? '' });
    assert.deepEqual([...first.items, ...second.items], made.reverse());
    assert.equal(second.next, null);
    const unknown = errorWith('usage', 'PAGE.UNKNOWN');
    await assert.rejects(queue.listPage({}, { limit: 3, after: 'no such place' }), unknown);
  });

  it('serves tenants in turn, so that nobody waits behind the flood of another', async () => {
    const { queue } = await open();
    const flood = Array.from({ length: 6 }, (_, index) => ({ ...makeRequest(`f${index}`), tenant: 'flood' }));
    for (const request of flood) await queue.enqueue(request);
    const patient = await queue.enqueue({ ...makeRequest('p'), tenant: 'patient' });
    const order: string[] = [];
    await queue.work('episode.analyze', async ({ job }) => void order.push(job.key));
    await reaches(queue, patient.id, 'done');
    assert.ok(order.indexOf('p') <= 2, `served as ${order.join(' ')}`);
  });

  it('returns the job of the same key while it is queued or running, and makes a new one later', async () => {
    const { queue } = await open();
    const job = await queue.enqueue(makeRequest('same'));
    assert.equal((await queue.enqueue(makeRequest('same'))).id, job.id);
    const gate = makeGate();
    await queue.work('episode.analyze', () => gate.opened);
    await reaches(queue, job.id, 'running');
    assert.equal((await queue.enqueue(makeRequest('same'))).id, job.id);
    gate.open();
    await reaches(queue, job.id, 'done');
    assert.notEqual((await queue.enqueue(makeRequest('same'))).id, job.id);
  });

  it('makes one job where two processes enqueue one key at once', async () => {
    const [first, second] = [await open(), await open()];
    const jobs = await Promise.all(
      [first, second, first, second].map(({ queue }) => queue.enqueue(makeRequest('same'))),
    );
    assert.equal(new Set(jobs.map(({ id }) => id)).size, 1);
    assert.equal((await first.queue.list()).length, 1);
  });
}

function describeWork({ open, reaches }: QueueBench): void {
  it('hands over jobs of the right kind in the order in which they came', async () => {
    const { queue } = await open();
    const seen: string[] = [];
    const other = await queue.enqueue({ ...makeRequest('clip'), kind: 'clip.cut' });
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const key of keys) await queue.enqueue(makeRequest(key));
    await queue.work('episode.analyze', async ({ job }) => void seen.push(job.key));
    await eventually(
      'all are done',
      async () => (await queue.list({ state: 'done' })).length === keys.length,
    );
    assert.deepEqual(seen, keys);
    assert.equal((await queue.find(other.id))?.state, 'queued');
  });

  it('works a job that another process enqueues', async () => {
    const [worker, client] = [await open(), await open()];
    await worker.queue.work('episode.analyze', async () => undefined);
    const job = await client.queue.enqueue(makeRequest('a'));
    assert.equal((await reaches(client.queue, job.id, 'done')).attempts, 1);
  });

  it('works as many jobs side by side as it was told and no more', async () => {
    const { queue } = await open();
    const gate = makeGate();
    let [running, most] = [0, 0];
    await queue.work(
      'episode.analyze',
      async () => {
        most = Math.max(most, ++running);
        if (most === 3) gate.open();
        await gate.opened;
        await sleep(5);
        running -= 1;
      },
      { concurrency: 3 },
    );
    for (let index = 0; index < 9; index += 1) await queue.enqueue(makeRequest(`job-${index}`));
    await eventually('all are done', async () => (await queue.list({ state: 'done' })).length === 9);
    assert.equal(most, 3);
  });

  it('never gives one job to two workers', async () => {
    const sides = [await open(), await open()];
    const runs: string[] = [];
    for (let index = 0; index < 40; index += 1) await sides[0]?.queue.enqueue(makeRequest(`job-${index}`));
    for (const { queue } of sides) {
      const handler = async ({ job }: { job: Job }) => {
        runs.push(job.id);
        await sleep(2);
      };
      await queue.work('episode.analyze', handler, { concurrency: 4 });
    }
    await eventually(
      'all are done',
      async () => (await sides[0]?.queue.list({ state: 'done' }))?.length === 40,
    );
    assert.equal(runs.length, 40);
    assert.equal(new Set(runs).size, 40);
  });

  it('stores progress and tells listeners every change until they unsubscribe', async () => {
    const { queue } = await open();
    const told: string[] = [];
    const unsubscribe = queue.watch((job) => told.push(`${job.state} ${job.progress?.fraction ?? '-'}`));
    const gate = makeGate();
    await queue.work('episode.analyze', async ({ progress }) => {
      await progress({ stage: 'scan', fraction: 0.5, speed: 4 });
      await gate.opened;
    });
    const job = await queue.enqueue(makeRequest('a'));
    const progress = await eventually(
      'progress is stored',
      async () => (await queue.find(job.id))?.progress ?? undefined,
    );
    assert.deepEqual(progress, { stage: 'scan', fraction: 0.5, speed: 4 });
    gate.open();
    await reaches(queue, job.id, 'done');
    await eventually('the end is told', () => told.includes('done 0.5'));
    assert.deepEqual(told, ['queued -', 'running -', 'running 0.5', 'done 0.5']);
    unsubscribe();
    await queue.enqueue(makeRequest('b'));
    assert.equal(told.length, 4);
  });
}

function describeCancelling({ open, reaches }: QueueBench): void {
  it('never runs a job that was cancelled while it waited', async () => {
    const { queue } = await open();
    const [first, second] = [await queue.enqueue(makeRequest('a')), await queue.enqueue(makeRequest('b'))];
    assert.equal(await queue.cancel(first.id), true);
    const seen: string[] = [];
    await queue.work('episode.analyze', async ({ job }) => void seen.push(job.key));
    await reaches(queue, second.id, 'done');
    assert.deepEqual(seen, ['b']);
    assert.equal((await queue.find(first.id))?.state, 'cancelled');
    assert.equal(await queue.cancel(first.id), false);
    assert.equal(await queue.cancel(second.id), false);
  });

  for (const from of ['this process', 'another process']) {
    it(`aborts a running job that ${from} cancels, and keeps it cancelled whatever its handler does`, async () => {
      const { queue } = await open();
      const canceller = from === 'this process' ? queue : (await open()).queue;
      const [begun, ended] = [makeGate(), makeGate()];
      await queue.work('episode.analyze', async ({ signal, progress }) => {
        begun.open();
        await abortOf(signal);
        await progress({ stage: 'late', fraction: 1 });
        ended.open();
      });
      const job = await queue.enqueue(makeRequest('a'));
      await begun.opened; // one that is cancelled while it is being claimed is not begun at all
      assert.equal(await canceller.cancel(job.id), true);
      await ended.opened;
      const after = await queue.enqueue(makeRequest('b'));
      await reaches(queue, after.id, 'running');
      const cancelled = await queue.find(job.id);
      assert.deepEqual([cancelled?.state, cancelled?.progress], ['cancelled', null]);
    });
  }
}

function describeDraining({ open, reaches }: QueueBench): void {
  it('waits for running jobs when it stops, and begins no other', async () => {
    const { queue } = await open();
    const gate = makeGate();
    const stop = await queue.work('episode.analyze', () => gate.opened);
    const [first, second] = [await queue.enqueue(makeRequest('a')), await queue.enqueue(makeRequest('b'))];
    await reaches(queue, first.id, 'running');
    const stopping = stop(20_000);
    gate.open();
    await stopping;
    assert.equal((await queue.find(first.id))?.state, 'done');
    assert.equal((await queue.find(second.id))?.state, 'queued');
  });

  it('puts back what outlasts the grace period without counting the attempt', async () => {
    const [leaving, staying] = [await open(), await open()];
    let wasAborted = false;
    const stop = await leaving.queue.work('episode.analyze', async ({ signal }) => {
      await abortOf(signal);
      wasAborted = true;
      throw new Error('aborted');
    });
    const job = await leaving.queue.enqueue(makeRequest('a'));
    await reaches(leaving.queue, job.id, 'running');
    await stop(1);
    assert.equal(wasAborted, true);
    const back = await staying.queue.find(job.id);
    assert.deepEqual([back?.state, back?.attempts, back?.failure], ['queued', 0, null]);
    await staying.queue.work('episode.analyze', async () => undefined);
    assert.equal((await reaches(staying.queue, job.id, 'done')).attempts, 1);
  });

  it('puts back the job of a handler that ignores the signal, and takes nothing more from it', async () => {
    const { queue } = await open({ abortMs: 1 });
    const gate = makeGate();
    const ended = makeGate();
    const stop = await queue.work('episode.analyze', async ({ progress }) => {
      await gate.opened;
      await progress({ stage: 'late', fraction: 1 });
      ended.open();
    });
    const job = await queue.enqueue(makeRequest('a'));
    await reaches(queue, job.id, 'running');
    await stop(1);
    gate.open();
    await ended.opened;
    const back = await queue.find(job.id);
    assert.deepEqual([back?.state, back?.progress], ['queued', null]);
  });
}
