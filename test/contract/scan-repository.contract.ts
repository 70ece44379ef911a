import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeEpisode } from '../factories/episode.factory.js';
import { makeScanBatch, makeTrack } from '../factories/scan-batch.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

const END = { endTicks: 40_040, warnings: ['2 decode errors'] };

export function describeScanRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the scan repository of ${name}`, makePlace, (current, openAnother) => {
    const begin = async () => {
      await current().episodes.save(makeEpisode());
      return current().scans;
    };

    it('knows no scan that was not begun', async () => {
      const scans = await begin();
      assert.equal(await scans.find('ep-1', 'key'), undefined);
      assert.equal(await scans.findLatest('ep-1'), undefined);
      assert.equal(await scans.findCrop('ep-1', 't-0'), undefined);
      await assert.rejects(scans.complete('ep-1', 'key', END), errorWith('not-found', 'SCAN.MISSING'));
    });

    it('puts the batches together as if the scan had been saved at once', async () => {
      const scans = await begin();
      const [first, second] = [makeScanBatch({ first: 0, shots: 3 }), makeScanBatch({ first: 3, shots: 1 })];
      await scans.append('ep-1', 'key', first);
      await scans.append('ep-1', 'key', second);
      const whole = makeScanBatch({ first: 0, shots: 4 });
      const expected = {
        episodeId: 'ep-1',
        key: 'key',
        isComplete: false,
        shots: whole.shots,
        tracks: whole.tracks,
        nextFrame: whole.nextFrame,
        nextTimestamp: whole.nextTimestamp,
        ticks: whole.ticks,
        warnings: [],
      };
      const incomplete = (await scans.find('ep-1', 'key')) ?? assert.fail('the scan is not found');
      assert.deepEqual({ ...incomplete, ...END }, { ...expected, ...END });
      assert.deepEqual(incomplete.warnings, []);
      await scans.complete('ep-1', 'key', END);
      assert.deepEqual(await scans.find('ep-1', 'key'), { ...expected, ...END, isComplete: true });
    });

    it('keeps tracks without exemplars, shots without tracks and times beyond 32 bits', async () => {
      const scans = await begin();
      const batch = {
        ...makeScanBatch({ first: 0, shots: 2 }),
        tracks: [makeTrack({ exemplars: [], sightings: [] })],
        crops: [],
        ticks: Array.from({ length: 20 }, (_, index) => 2 ** 50 + index),
      };
      await scans.append('ep-1', 'key', batch);
      const scan = await scans.find('ep-1', 'key');
      assert.deepEqual(scan?.tracks, batch.tracks);
      assert.deepEqual(scan?.ticks, batch.ticks);
    });

    it('refuses a batch that does not follow what is saved, and keeps what is saved', async () => {
      const scans = await begin();
      const outOfOrder = errorWith('conflict', 'SCAN.OUT_OF_ORDER');
      await assert.rejects(scans.append('ep-1', 'key', makeScanBatch({ first: 1, shots: 1 })), outOfOrder);
      assert.equal(await scans.find('ep-1', 'key'), undefined);
      await scans.append('ep-1', 'key', makeScanBatch({ first: 0, shots: 2 }));
      await assert.rejects(scans.append('ep-1', 'key', makeScanBatch({ first: 0, shots: 2 })), outOfOrder);
      await assert.rejects(scans.append('ep-1', 'key', makeScanBatch({ first: 1, shots: 1 })), outOfOrder);
      await assert.rejects(scans.append('ep-1', 'key', makeScanBatch({ first: 3, shots: 1 })), outOfOrder);
      const shortOfTimes = { ...makeScanBatch({ first: 2, shots: 1 }), ticks: [1, 2] };
      await assert.rejects(scans.append('ep-1', 'key', shortOfTimes), outOfOrder);
      assert.equal((await scans.find('ep-1', 'key'))?.shots.length, 2);
      await scans.append('ep-1', 'key', makeScanBatch({ first: 2, shots: 1 }));
    });

    it('appends one of two batches that race for the same place', async () => {
      const scans = await begin();
      const { scans: others } = await openAnother();
      const racing = [scans, others, scans, others].map((one) =>
        one.append('ep-1', 'key', makeScanBatch({ first: 0, shots: 1 })),
      );
      const results = await Promise.allSettled(racing);
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await scans.find('ep-1', 'key'))?.tracks.length, 1);
    });

    it('appends the whole batch or nothing of it', async () => {
      const scans = await begin();
      await scans.append('ep-1', 'key', makeScanBatch({ first: 0, shots: 1 }));
      const batch = makeScanBatch({ first: 1, shots: 2 });
      const twice = { ...batch, tracks: [...batch.tracks, makeTrack({ id: 't-1' })] };
      await assert.rejects(scans.append('ep-1', 'key', twice));
      const scan = await scans.find('ep-1', 'key');
      assert.equal(scan?.nextFrame, 10);
      assert.deepEqual(
        scan.tracks.map(({ id }) => id),
        ['t-0'],
      );
      assert.equal(await scans.findCrop('ep-1', 't-1'), undefined);
      await scans.append('ep-1', 'key', batch);
    });

    it('adds nothing to a complete scan', async () => {
      const scans = await begin();
      await scans.append('ep-1', 'key', makeScanBatch({ first: 0, shots: 1 }));
      await scans.complete('ep-1', 'key', END);
      const late = scans.append('ep-1', 'key', makeScanBatch({ first: 1, shots: 1 }));
      await assert.rejects(late, errorWith('conflict', 'SCAN.COMPLETE'));
    });

    it('finds the scan that was completed last, whichever was begun last', async () => {
      const scans = await begin();
      for (const key of ['a', 'b', 'c'])
        await scans.append('ep-1', key, makeScanBatch({ first: 0, shots: 1 }));
      assert.equal(await scans.findLatest('ep-1'), undefined);
      await scans.complete('ep-1', 'b', END);
      await scans.complete('ep-1', 'a', END);
      assert.equal((await scans.findLatest('ep-1'))?.key, 'a');
    });

    it('gives a crop of the newest complete scan', async () => {
      const scans = await begin();
      const batch = makeScanBatch({ first: 0, shots: 1 });
      await scans.append('ep-1', 'old', batch);
      assert.deepEqual(await scans.findCrop('ep-1', 't-0'), Uint8Array.from([0xff, 0xd8, 0]));
      await scans.complete('ep-1', 'old', END);
      await scans.append('ep-1', 'new', {
        ...batch,
        crops: [{ trackId: 't-0', jpeg: Uint8Array.from([7]) }],
      });
      assert.deepEqual(await scans.findCrop('ep-1', 't-0'), Uint8Array.from([0xff, 0xd8, 0]));
      await scans.complete('ep-1', 'new', END);
      assert.deepEqual(await scans.findCrop('ep-1', 't-0'), Uint8Array.from([7]));
      assert.equal(await scans.findCrop('ep-2', 't-0'), undefined);
    });

    it('stores nothing for an episode that is not there', async () => {
      const batch = makeScanBatch({ first: 0, shots: 1 });
      await assert.rejects(
        current().scans.append('ep-9', 'key', batch),
        errorWith('not-found', 'EPISODE.MISSING'),
      );
      assert.equal(await current().scans.find('ep-9', 'key'), undefined);
    });
  });
}
