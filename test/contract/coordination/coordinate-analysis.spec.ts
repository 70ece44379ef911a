import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Job, JobProgress, JobState } from '#domain/episode/job.js';
import type { Scan } from '#domain/episode/scan.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { JobContext } from '#ports/job-queue.port.js';
import { makeScanBatch } from '../../factories/scan-batch.factory.js';
import { eventually } from '../eventually.js';
import { batchOf, CoordinationBench, endOf, PLAN, SCAN_KEY } from './coordination-bench.js';

/** Ends when its job is aborted. */
const forEver = ({ signal }: JobContext): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('CoordinateAnalysis', () => {
  let bench: CoordinationBench;
  let scans: Map<string, Scan>;
  beforeEach(async () => {
    bench = await CoordinationBench.open();
    scans = new Map();
  });
  afterEach(() => bench.close());

  const reaches = (job: Job, state: JobState): Promise<Job> =>
    eventually(`the job is ${state}`, async () => {
      const now = await bench.jobs.find(job.id);
      return now?.state === state && now;
    });
  const statesOfChildren = async (): Promise<string[]> =>
    (await bench.children())
      .map(({ kind, payload, state }) => `${kind} ${JSON.stringify(payload['stretch']) ?? ''} ${state}`)
      .sort();
  const haveStates = (...states: string[]): Promise<true> =>
    eventually(states.join(', '), async () => (await statesOfChildren()).join() === states.join());

  function assertWhole(scan: Scan | undefined): void {
    const whole = makeScanBatch({ first: 0, shots: 6 });
    assert.deepEqual(scan?.shots, whole.shots);
    assert.deepEqual(scan.ticks, whole.ticks);
    assert.deepEqual(
      scan.tracks.map(({ id }) => id),
      ['t0-1', 't1-1', 't2-1', 't3-1', 't4-1', 't5-1'],
    );
    assert.deepEqual(
      [scan.isComplete, scan.nextFrame, scan.endTicks, scan.warnings],
      [true, 60, 60_060, ['a warning']],
    );
  }

  it('merges stretches that come last to first, and leaves nothing of them', async () => {
    const progress: JobProgress[] = [];
    await bench.workAsCoordinator(scans, (one) => void progress.push(one));
    const finished = async (stretch: number): Promise<boolean> =>
      (await bench.catalogue.stretches.listFinished('ep-1', SCAN_KEY)).some(({ index }) => index === stretch);
    await bench.workAsAnalyzer({
      atOnce: 3,
      scan: async (context, stretch) => {
        if (stretch < 2) await eventually('the later one', () => finished(stretch + 1));
        await bench.saveStretch(context, stretch);
      },
    });
    const job = await reaches(await bench.analyze(), 'done');
    assertWhole(scans.get(job.id));
    assert.equal(await bench.catalogue.stretches.findPlan('ep-1', SCAN_KEY), undefined);
    assert.equal(await bench.catalogue.scans.findCrop('ep-1', 't5-1').then((jpeg) => jpeg?.[2]), 5);
    assert.deepEqual([...new Set(progress.map(({ stage }) => stage))], ['split', 'scan', 'merge']);
  });

  it('goes on where another process left it, asking for nothing twice', async () => {
    const stop = await bench.workAsCoordinator(scans);
    await bench.jobs.work('episode.split', (context) => bench.keepPlan(context));
    const job = await bench.analyze();
    await haveStates('episode.split  done', ...[0, 1, 2].map((stretch) => `stretch.scan ${stretch} queued`));
    await stop(0);
    assert.equal((await bench.jobs.find(job.id))?.state, 'queued');
    // it had begun to merge in an earlier life
    await bench.catalogue.scans.append('ep-1', SCAN_KEY, makeScanBatchOfMerge());
    await bench.workAsCoordinator(scans);
    await bench.workAsAnalyzer();
    await reaches(job, 'done');
    assertWhole(scans.get(job.id));
    assert.equal((await bench.children()).length, 4);
  });

  it('cancels what it asked for when it is cancelled, also what is being worked on', async () => {
    await bench.workAsCoordinator(scans);
    await bench.workAsAnalyzer({ scan: forEver });
    const job = await bench.analyze();
    await haveStates(
      'episode.split  done',
      'stretch.scan 0 running',
      'stretch.scan 1 queued',
      'stretch.scan 2 queued',
    );
    await bench.jobs.cancel(job.id);
    await haveStates(
      'episode.split  done',
      ...[0, 1, 2].map((stretch) => `stretch.scan ${stretch} cancelled`),
    );
  });

  it('is cancelled with any of its parts', async () => {
    await bench.workAsCoordinator(scans);
    await bench.workAsAnalyzer({ scan: forEver });
    const job = await bench.analyze();
    const part = await eventually('a stretch is asked for', async () =>
      (await bench.children()).find(({ payload }) => payload['stretch'] === 1),
    );
    await bench.jobs.cancel(part.id);
    await reaches(job, 'cancelled');
    await haveStates(
      'episode.split  done',
      ...[0, 1, 2].map((stretch) => `stretch.scan ${stretch} cancelled`),
    );
  });

  it('fails with what made a part fail, cancels the others, and can be asked for again', async () => {
    let isDamaged = true;
    await bench.workAsCoordinator(scans);
    await bench.workAsAnalyzer({
      scan: async (context, stretch) => {
        if (isDamaged) throw new CastlineError('bad-media', 'MEDIA.NO_FRAMES', 'nothing could be decoded');
        await bench.saveStretch(context, stretch);
      },
    });
    const job = await reaches(await bench.analyze(), 'failed');
    assert.deepEqual(job.failure, { code: 'MEDIA.NO_FRAMES', message: 'nothing could be decoded' });
    await eventually('no part is at work', async () =>
      (await bench.children()).every(
        ({ state }) => state === 'done' || state === 'failed' || state === 'cancelled',
      ),
    );
    isDamaged = false;
    const again = await reaches(await bench.analyze(), 'done');
    assertWhole(scans.get(again.id));
  });

  it('shares its parts with another analysis of the episode, of which one merges', async () => {
    await bench.workAsCoordinator(scans);
    await bench.workAsCoordinator(scans);
    const [one, other] = [await bench.analyze('with this cast'), await bench.analyze('with that cast')];
    await haveStates('episode.split  queued');
    await bench.workAsAnalyzer();
    for (const job of [one, other]) {
      await reaches(job, 'done');
      assertWhole(scans.get(job.id));
    }
    assert.equal((await bench.children()).length, 4);
  });

  it('goes on when another analysis, which had asked for the parts, is cancelled', async () => {
    await bench.workAsCoordinator(scans);
    const first = await bench.analyze('first');
    await haveStates('episode.split  queued');
    const second = await bench.analyze('second');
    await bench.jobs.cancel(first.id);
    await bench.workAsAnalyzer();
    await reaches(second, 'done');
    assertWhole(scans.get(second.id));
  });

  it('has the episode scanned as a whole when its stretches do not fit together', async () => {
    await bench.workAsCoordinator(scans);
    const plans = new Set<unknown>();
    await bench.workAsAnalyzer({
      scan: async (context, stretch) => {
        const { claim, job } = context;
        plans.add(job.payload['planId']);
        if (job.payload['planId'] === PLAN.id) {
          const end = endOf(stretch);
          return bench.saveStretch(
            context,
            stretch,
            stretch === 1 ? { ...end, next: { ...end.next!, frame: 41 } } : end,
          );
        }
        const place = {
          episodeId: 'ep-1',
          scanKey: SCAN_KEY,
          planId: String(job.payload['planId']),
          stretch,
        };
        const { stretches } = bench.catalogue.under(claim);
        assert.match(
          (await stretches.findPlan('ep-1', SCAN_KEY))?.undivided ?? '',
          /stretch 2 begins with frame 40/,
        );
        await stretches.saveBatch(place, 0, batchOf(0, 6));
        await stretches.finish(place, { ...endOf(0, true), next: null });
      },
    });
    const job = await reaches(await bench.analyze(), 'done');
    assertWhole(scans.get(job.id));
    assert.equal(plans.size, 2);
  });

  it('gives up when a part is done again and again and leaves nothing', async () => {
    let times = 0;
    await bench.workAsCoordinator(scans);
    await bench.workAsAnalyzer({ split: async () => void times++ });
    const job = await bench.analyze();
    await eventually('the analysis has failed once', async () => {
      const now = await bench.jobs.find(job.id);
      return now?.state === 'queued' && now.attempts > 0;
    });
    assert.equal(times, 4);
  });

  it('uses a scan that was made before, and clears away what is left of its making', async () => {
    await bench.workAsAnalyzer();
    await bench.workAsCoordinator(scans);
    await reaches(await bench.analyze(), 'done');
    await bench.catalogue.stretches.keepPlan('ep-1', SCAN_KEY, PLAN);
    const again = await reaches(await bench.analyze(), 'done');
    assertWhole(scans.get(again.id));
    assert.equal((await bench.children()).length, 4);
    assert.equal(await bench.catalogue.stretches.findPlan('ep-1', SCAN_KEY), undefined);
  });
});

describe('whileAskedFor', () => {
  it('does no work, and cancels its job, when the job that asked for it has ended', async () => {
    const bench = await CoordinationBench.open();
    try {
      const asking = await bench.analyze();
      await bench.jobs.cancel(asking.id);
      let worked = 0;
      await bench.workAsAnalyzer({ split: async () => void worked++ });
      const payload = { scanKey: SCAN_KEY, askedBy: asking.id };
      const orphan = await bench.jobs.enqueue({
        kind: 'episode.split',
        episodeId: 'ep-1',
        key: 'orphan',
        payload,
      });
      await eventually('cancelled', async () => (await bench.jobs.find(orphan.id))?.state === 'cancelled');
      assert.equal(worked, 0);
    } finally {
      await bench.close();
    }
  });

  it('ends work whose asking job ends meanwhile without a word', async () => {
    const bench = await CoordinationBench.open();
    try {
      const asking = await bench.analyze();
      let hasBegun = false;
      await bench.workAsAnalyzer({
        split: (context) => {
          hasBegun = true;
          return forEver(context);
        },
      });
      const payload = { scanKey: SCAN_KEY, askedBy: asking.id };
      const orphan = await bench.jobs.enqueue({
        kind: 'episode.split',
        episodeId: 'ep-1',
        key: 'orphan',
        payload,
      });
      await eventually('begun', () => hasBegun);
      await bench.jobs.cancel(asking.id);
      await eventually('cancelled', async () => (await bench.jobs.find(orphan.id))?.state === 'cancelled');
    } finally {
      await bench.close();
    }
  });
});

/** The first three shots of the merged scan. */
function makeScanBatchOfMerge(): ReturnType<typeof makeScanBatch> {
  const batch = makeScanBatch({ first: 0, shots: 3 });
  return {
    ...batch,
    tracks: batch.tracks.map((track, index) => ({ ...track, id: `t${index}-1` })),
    crops: batch.crops.map((crop, index) => ({ ...crop, trackId: `t${index}-1` })),
  };
}
