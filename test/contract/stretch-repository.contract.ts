import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StretchEnd, StretchPlan } from '#domain/episode/stretch.js';
import type { StretchPlace, StretchRepository } from '#ports/stretch-repository.port.js';
import { makeEpisode } from '../factories/episode.factory.js';
import { makeScanBatch, makeTrack } from '../factories/scan-batch.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

const TIME_BASE = { num: 1, den: 24000 };
const PLACE: StretchPlace = { episodeId: 'ep-1', scanKey: 'key', planId: 'plan-1', stretch: 1 };
const planChanged = errorWith('conflict', 'STRETCH.PLAN_CHANGED');

function makePlan(overrides: Partial<StretchPlan> = {}): StretchPlan {
  const readFrom = { frame: 40, timestamp: { ticks: 40_040, timeBase: TIME_BASE } };
  return {
    id: 'plan-1',
    stretches: [
      { index: 0, start: 0, end: 60, readFrom: null },
      { index: 1, start: 60, end: null, readFrom },
    ],
    frames: 100,
    undivided: null,
    ...overrides,
  };
}

function makeEnd(overrides: Partial<StretchEnd> = {}): StretchEnd {
  const joint = { frame: 60, timestamp: { ticks: 2 ** 40 + 1, timeBase: TIME_BASE }, picture: 'a1b2' };
  return { first: joint, next: null, batches: 2, framesRead: 80, flaw: null, filmEnd: null, ...overrides };
}

export function describeStretchRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the stretch repository of ${name}`, makePlace, (current, openAnother) => {
    const begin = async (plan = makePlan()): Promise<StretchRepository> => {
      await current().episodes.save(makeEpisode());
      await current().stretches.keepPlan('ep-1', 'key', plan);
      return current().stretches;
    };

    it('knows nothing at first', async () => {
      const { stretches } = current();
      assert.equal(await stretches.findPlan('ep-1', 'key'), undefined);
      assert.deepEqual(await stretches.listFinished('ep-1', 'key'), []);
      assert.equal(await stretches.readBatch(PLACE, 0), undefined);
      await stretches.clear('ep-1', 'key', 'plan-1');
    });

    it('keeps the first plan, also of two that race', async () => {
      const stretches = await begin();
      const other = makePlan({ id: 'plan-2', frames: null, undivided: 'it has one keyframe' });
      assert.deepEqual(await stretches.keepPlan('ep-1', 'key', other), makePlan());
      assert.deepEqual(await stretches.findPlan('ep-1', 'key'), makePlan());
      const { stretches: others } = await openAnother();
      const plans = [1, 2, 3, 4].map((number) => makePlan({ id: `plan-${number}` }));
      const kept = await Promise.all(
        plans.map((plan, at) => (at % 2 ? stretches : others).keepPlan('ep-1', 'other key', plan)),
      );
      assert.equal(new Set(kept.map(({ id }) => id)).size, 1);
    });

    it('gives back every batch exactly as it was saved', async () => {
      const stretches = await begin();
      const odd = {
        ...makeScanBatch({ first: 2, shots: 1 }),
        tracks: [makeTrack({ exemplars: [], sightings: [], template: Float32Array.from([NaN, -0, 1e-40]) })],
        crops: [],
        ticks: Array.from({ length: 10 }, (_, index) => 2 ** 50 + index),
      };
      await stretches.saveBatch(PLACE, 1, odd);
      await stretches.saveBatch(PLACE, 0, makeScanBatch({ first: 0, shots: 2 }));
      assert.deepEqual(await stretches.readBatch(PLACE, 0), makeScanBatch({ first: 0, shots: 2 }));
      assert.deepEqual(await stretches.readBatch(PLACE, 1), odd);
      assert.equal(await stretches.readBatch(PLACE, 2), undefined);
      assert.equal(await stretches.readBatch({ ...PLACE, stretch: 0 }, 0), undefined);
    });

    it('leaves a batch and an end as they are when they are saved again, also from two sides at once', async () => {
      const stretches = await begin();
      const { stretches: others } = await openAnother();
      const batch = makeScanBatch({ first: 0, shots: 2 });
      await stretches.saveBatch(PLACE, 0, batch);
      await stretches.finish(PLACE, makeEnd());
      await Promise.all([
        others.saveBatch(PLACE, 0, makeScanBatch({ first: 5, shots: 1 })),
        stretches.saveBatch(PLACE, 0, makeScanBatch({ first: 6, shots: 1 })),
        others.finish(PLACE, makeEnd({ framesRead: 1 })),
        stretches.finish(PLACE, makeEnd({ framesRead: 2 })),
      ]);
      assert.deepEqual(await others.readBatch(PLACE, 0), batch);
      assert.deepEqual(await others.listFinished('ep-1', 'key'), [{ index: 1, end: makeEnd() }]);
    });

    it('lists the finished stretches by index, in whatever order they were finished', async () => {
      const stretches = await begin();
      const filmEnd = { endTicks: 104_104, warnings: ['2 decode errors'] };
      const ends = [
        makeEnd({ next: makeEnd().first }),
        makeEnd({ filmEnd }),
        makeEnd({ first: null, batches: 0, flaw: 'a reason' }),
      ];
      for (const stretch of [2, 0, 1]) await stretches.finish({ ...PLACE, stretch }, ends[stretch]!);
      assert.deepEqual(
        await stretches.listFinished('ep-1', 'key'),
        ends.map((end, index) => ({ index, end })),
      );
      assert.deepEqual(await stretches.listFinished('ep-1', 'other key'), []);
    });

    it('forgets what was scanned under a plan that is replaced, and takes nothing more for it', async () => {
      const stretches = await begin();
      await stretches.saveBatch(PLACE, 0, makeScanBatch({ first: 0, shots: 2 }));
      await stretches.finish(PLACE, makeEnd());
      const next = makePlan({ id: 'plan-2', undivided: 'its stretches do not fit together' });
      await stretches.replacePlan('ep-1', 'key', 'plan-1', next);
      assert.deepEqual(await stretches.findPlan('ep-1', 'key'), next);
      assert.deepEqual(await stretches.listFinished('ep-1', 'key'), []);
      assert.equal(await stretches.readBatch({ ...PLACE, planId: 'plan-2' }, 0), undefined);
      await assert.rejects(stretches.saveBatch(PLACE, 1, makeScanBatch({ first: 2, shots: 1 })), planChanged);
      await assert.rejects(stretches.finish(PLACE, makeEnd()), planChanged);
      await assert.rejects(stretches.replacePlan('ep-1', 'key', 'plan-1', makePlan()), planChanged);
      assert.deepEqual(await stretches.listFinished('ep-1', 'key'), []);
    });

    it('forgets a plan of this id only, and takes nothing more for it', async () => {
      const stretches = await begin();
      await stretches.clear('ep-1', 'key', 'plan-9');
      assert.deepEqual(await stretches.findPlan('ep-1', 'key'), makePlan());
      await stretches.clear('ep-1', 'key', 'plan-1');
      assert.equal(await stretches.findPlan('ep-1', 'key'), undefined);
      await assert.rejects(stretches.finish(PLACE, makeEnd()), planChanged);
      await assert.rejects(stretches.replacePlan('ep-1', 'key', 'plan-1', makePlan()), planChanged);
      assert.deepEqual(await stretches.keepPlan('ep-1', 'key', makePlan()), makePlan());
      assert.deepEqual(await stretches.listFinished('ep-1', 'key'), []);
      assert.equal(await stretches.readBatch(PLACE, 0), undefined);
    });

    it('keeps the scans of an episode under different keys apart', async () => {
      const stretches = await begin();
      await stretches.keepPlan('ep-1', 'other key', makePlan());
      await stretches.finish(PLACE, makeEnd());
      await stretches.clear('ep-1', 'other key', 'plan-1');
      assert.equal((await stretches.listFinished('ep-1', 'key')).length, 1);
    });

    it('stores nothing for an episode that is not there, or no longer', async () => {
      const missing = errorWith('not-found', 'EPISODE.MISSING');
      await assert.rejects(current().stretches.keepPlan('ep-9', 'key', makePlan()), missing);
      const stretches = await begin();
      await current().episodes.delete('ep-1');
      await assert.rejects(stretches.saveBatch(PLACE, 0, makeScanBatch({ first: 0, shots: 1 })), missing);
      await assert.rejects(stretches.finish(PLACE, makeEnd()), missing);
      await assert.rejects(stretches.replacePlan('ep-1', 'key', 'plan-1', makePlan()), missing);
      assert.equal(await stretches.findPlan('ep-1', 'key'), undefined);
    });

    it('lets a worker that lost its job change nothing', async () => {
      await begin();
      const { jobs, stretches } = current();
      await jobs.enqueue({ kind: 'stretch.scan', episodeId: 'ep-1', key: 'scan', payload: {} });
      const { claim } = (await jobs.claim('stretch.scan', 'one', 1000)) ?? assert.fail('nothing to claim');
      const late = current().under(claim).stretches;
      await late.saveBatch(PLACE, 0, makeScanBatch({ first: 0, shots: 2 }));
      await late.finish({ ...PLACE, stretch: 0 }, makeEnd());
      await jobs.cancel(claim.id);
      const leaseLost = errorWith('conflict', 'JOB.LEASE_LOST');
      await assert.rejects(late.finish(PLACE, makeEnd()), leaseLost);
      await assert.rejects(late.keepPlan('ep-1', 'other key', makePlan()), leaseLost);
      await assert.rejects(late.replacePlan('ep-1', 'key', 'plan-1', makePlan({ id: 'plan-2' })), leaseLost);
      await assert.rejects(late.clear('ep-1', 'key', 'plan-1'), leaseLost);
      assert.deepEqual(await stretches.findPlan('ep-1', 'key'), makePlan());
      assert.equal(await stretches.findPlan('ep-1', 'other key'), undefined);
      assert.deepEqual(await stretches.listFinished('ep-1', 'key'), [{ index: 0, end: makeEnd() }]);
    });
  });
}
