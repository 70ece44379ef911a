import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CastlineError } from '#domain/errors/castline-error.js';
import { makeRequest, type QueueBench } from './queue-under-test.js';

/** What becomes of a job whose handler throws. */
export function describeFailure({ open, reaches }: QueueBench): void {
  it('fails a job at once when trying again cannot help', async () => {
    const { queue } = await open();
    await queue.work('episode.analyze', async () => {
      throw new CastlineError('bad-media', 'MEDIA.EMPTY', 'the file is empty');
    });
    const job = await queue.enqueue(makeRequest('a'));
    const failed = await reaches(queue, job.id, 'failed');
    assert.equal(failed.attempts, 1);
    assert.deepEqual(failed.failure, { code: 'MEDIA.EMPTY', message: 'the file is empty' });
  });

  it('tries again after a passing fault', async () => {
    const { queue } = await open();
    await queue.work('episode.analyze', async ({ job }) => {
      if (job.attempts === 1) throw new CastlineError('environment', 'DISK.FULL', 'no space');
    });
    const job = await queue.enqueue(makeRequest('a'));
    const done = await reaches(queue, job.id, 'done');
    assert.equal(done.attempts, 2);
    assert.equal(done.failure, null);
  });

  it('parks a job as poison when every attempt failed, with the last reason', async () => {
    const { queue } = await open({ maxAttempts: 3 });
    let runs = 0;
    await queue.work('episode.analyze', async () => {
      runs += 1;
      throw new TypeError(`fault number ${runs}`);
    });
    const job = await queue.enqueue(makeRequest('a'));
    const failed = await reaches(queue, job.id, 'failed');
    assert.deepEqual([runs, failed.attempts, failed.failure?.code], [3, 3, 'JOB.POISON']);
    assert.match(failed.failure?.message ?? '', /fault number 3/);
  });

  it('lets a handler know whether it will be asked again after an error', async () => {
    const { queue } = await open({ maxAttempts: 2 });
    const told: boolean[][] = [];
    await queue.work('episode.analyze', async ({ isFinal }) => {
      const passing = new CastlineError('transient', 'NET.DOWN', 'try later');
      told.push([isFinal(new CastlineError('bad-media', 'MEDIA.EMPTY', 'empty')), isFinal(passing)]);
      throw passing;
    });
    const job = await queue.enqueue(makeRequest('a'));
    await reaches(queue, job.id, 'failed');
    assert.deepEqual(told, [
      [true, false],
      [true, true],
    ]);
  });

  it('lets other jobs pass while one waits for its next attempt', async () => {
    const { queue } = await open({ retryBaseMs: 60_000 });
    await queue.work('episode.analyze', async ({ job }) => {
      if (job.key === 'faulty') throw new CastlineError('transient', 'NET.DOWN', 'try later');
    });
    const faulty = await queue.enqueue(makeRequest('faulty'));
    const other = await queue.enqueue(makeRequest('other'));
    await reaches(queue, other.id, 'done');
    assert.equal((await reaches(queue, faulty.id, 'queued')).attempts, 1);
  });
}
