import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { PageRequest } from '#domain/paging/page.js';
import { makeClip } from '../factories/clip.factory.js';
import { makeEvent, makeUnstorableEvent } from '../factories/domain-event.factory.js';
import { makeStoredExport } from '../factories/stored-export.factory.js';
import { makeEpisode, makeVideoFacts } from '../factories/episode.factory.js';
import { makeScanBatch } from '../factories/scan-batch.factory.js';
import { makeTimeline } from '../factories/timeline.factory.js';
import {
  type CatalogueUnderTest,
  describeWithCatalogue,
  type MakeCataloguePlace,
} from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

async function eventIds(catalogue: CatalogueUnderTest): Promise<string[]> {
  return (await catalogue.events.readAfter(0, 100)).map(({ event }) => event.id);
}

const FIRST_PAGE = { limit: 100 };

async function listed(catalogue: CatalogueUnderTest, page: PageRequest = FIRST_PAGE): Promise<string[]> {
  return (await catalogue.episodes.listPage(page)).items.map(({ id }) => id);
}

async function fill(catalogue: CatalogueUnderTest, id: string): Promise<void> {
  await catalogue.episodes.save(makeEpisode({ id }));
  await catalogue.scans.append(id, 'key', makeScanBatch({ first: 0, shots: 2 }));
  await catalogue.scans.complete(id, 'key', { endTicks: 20_020, warnings: [] });
  const timeline = makeTimeline();
  const entry = {
    episodeId: id,
    scanKey: 'key',
    galleryKey: 'g',
    createdAt: '2026-01-02T03:04:05.000Z',
    timeline,
  };
  await catalogue.timelines.save(entry);
  await catalogue.clips.save(makeClip({ id: `clip-of-${id}`, episodeId: id }));
  await catalogue.exports.save(makeStoredExport({ id: `export-of-${id}`, episodeIds: [id] }));
  await catalogue.notes.savePlacement(id, { series: 'Mole', season: null, number: null });
}

export function describeEpisodeRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the episode repository of ${name}`, makePlace, (current, openAnother) => {
    it('has nothing at first', async () => {
      assert.deepEqual(await listed(current()), []);
      assert.equal(await current().episodes.find('ep-1'), undefined);
      assert.equal(await current().episodes.delete('ep-1'), false);
    });

    it('gives back an episode exactly as it was saved', async () => {
      const odd = '../../x\u0000‮ "quoted" 猫🐈.mp4';
      const episodes = [
        makeEpisode(),
        makeEpisode({ id: 'ep-2', facts: null, source: { kind: 'media', mediaId: 'm' }, name: odd }),
        makeEpisode({ id: 'ep-3', state: 'failed', failure: { code: 'MEDIA.EMPTY', message: 'empty' } }),
        makeEpisode({ id: 'ep-4', facts: makeVideoFacts({ durationSeconds: undefined, warnings: ['HDR'] }) }),
      ];
      for (const episode of episodes) await current().episodes.save(episode);
      for (const episode of episodes) assert.deepEqual(await current().episodes.find(episode.id), episode);
    });

    it('replaces an episode of the same id and keeps what belongs to it', async () => {
      await fill(current(), 'ep-1');
      await current().episodes.save(makeEpisode({ state: 'analyzed' }));
      assert.equal((await current().episodes.find('ep-1'))?.state, 'analyzed');
      assert.equal((await listed(current())).length, 1);
      assert.equal((await current().scans.findLatest('ep-1'))?.shots.length, 2);
      assert.equal((await current().timelines.findLatest('ep-1'))?.version, 1);
    });

    it('lists the newest first, the last saved first among equals', async () => {
      const early = '2026-01-01T00:00:00.000Z';
      const late = '2026-01-02T00:00:00.000Z';
      await current().episodes.save(makeEpisode({ id: 'late', createdAt: late }));
      await current().episodes.save(makeEpisode({ id: 'early', createdAt: early }));
      await current().episodes.save(makeEpisode({ id: 'late-too', createdAt: late }));
      assert.deepEqual(await listed(current()), ['late-too', 'late', 'early']);
    });

    it('lists page by page, each episode once, whatever is added or deleted between two pages', async () => {
      const times = ['01', '02', '02', '02', '03'].map((day) => `2026-01-${day}T00:00:00.000Z`);
      for (const [index, createdAt] of times.entries())
        await current().episodes.save(makeEpisode({ id: `ep-${index}`, createdAt }));
      const first = await current().episodes.listPage({ limit: 2 });
      assert.deepEqual(
        first.items.map(({ id }) => id),
        ['ep-4', 'ep-3'],
      );
      await current().episodes.delete('ep-3');
      await current().episodes.save(makeEpisode({ id: 'newer', createdAt: '2026-01-04T00:00:00.000Z' }));
      const second = await current().episodes.listPage({ limit: 2, after: first.next ?? '' });
      assert.deepEqual(
        second.items.map(({ id }) => id),
        ['ep-2', 'ep-1'],
      );
      const last = await current().episodes.listPage({ limit: 2, after: second.next ?? '' });
      assert.deepEqual([last.items.map(({ id }) => id), last.next], [['ep-0'], null]);
      await assert.rejects(
        current().episodes.listPage({ limit: 2, after: '{"$gt":""}' }),
        errorWith('usage', 'PAGE.UNKNOWN'),
      );
    });

    it('ends with a page that is full where nothing follows', async () => {
      for (const id of ['ep-1', 'ep-2']) await current().episodes.save(makeEpisode({ id }));
      const { items, next } = await current().episodes.listPage({ limit: 2 });
      assert.deepEqual([items.length, next], [2, null]);
    });

    it('removes an episode with its scans, timelines, notes, clips and exports, and leaves the others alone', async () => {
      await fill(current(), 'ep-1');
      await fill(current(), 'ep-2');
      assert.equal(await current().episodes.delete('ep-1'), true);
      assert.equal(await current().episodes.delete('ep-1'), false);
      assert.equal(await current().episodes.find('ep-1'), undefined);
      assert.equal(await current().scans.find('ep-1', 'key'), undefined);
      assert.equal(await current().scans.findCrop('ep-1', 't-0'), undefined);
      assert.equal(await current().timelines.findLatest('ep-1'), undefined);
      assert.deepEqual(await current().clips.list('ep-1'), []);
      assert.equal(await current().clips.find('clip-of-ep-1'), undefined);
      assert.equal(await current().exports.find('export-of-ep-1'), undefined);
      assert.equal(await current().notes.findPlacement('ep-1'), undefined);
      assert.deepEqual(
        (await current().notes.listPlacements()).map(({ episodeId }) => episodeId),
        ['ep-2'],
      );
      assert.equal((await current().exports.list()).length, 1);
      assert.equal((await current().scans.findLatest('ep-2'))?.tracks.length, 2);
      assert.equal((await current().clips.list('ep-2')).length, 1);
    });

    it('knows whether a file is an episode', async () => {
      await current().episodes.save(makeEpisode({ source: { kind: 'media', mediaId: 'm-1' } }));
      assert.equal(await current().episodes.isMediaUsed('m-1'), true);
      assert.equal(await current().episodes.isMediaUsed('m-2'), false);
    });

    it('stores events with the change that they announce', async () => {
      await current().episodes.save(makeEpisode(), [makeEvent({ id: 'a' }), makeEvent({ id: 'b' })]);
      await current().episodes.delete('ep-1', [makeEvent({ id: 'c', type: 'episode.deleted.v1' })]);
      assert.deepEqual(await eventIds(current()), ['a', 'b', 'c']);
    });

    it('stores no event for a deletion that deleted nothing', async () => {
      assert.equal(await current().episodes.delete('ep-1', [makeEvent()]), false);
      assert.deepEqual(await eventIds(current()), []);
    });

    it('stores neither the change nor any event when an event cannot be stored', async () => {
      await current().episodes.save(makeEpisode({ state: 'uploaded' }));
      const events = [makeEvent({ id: 'a' }), makeUnstorableEvent()];
      await assert.rejects(current().episodes.save(makeEpisode({ state: 'analyzed' }), events));
      await assert.rejects(current().episodes.save(makeEpisode({ id: 'ep-2' }), events));
      await assert.rejects(current().episodes.delete('ep-1', events));
      assert.equal((await current().episodes.find('ep-1'))?.state, 'uploaded');
      assert.equal(await current().episodes.find('ep-2'), undefined);
      assert.deepEqual(await eventIds(current()), []);
    });

    it('shows a saved episode to another process that opens the same place', async () => {
      await current().episodes.save(makeEpisode());
      const another = await openAnother();
      assert.deepEqual(await another.episodes.find('ep-1'), makeEpisode());
      await another.episodes.save(makeEpisode({ state: 'analyzing' }));
      assert.equal((await current().episodes.find('ep-1'))?.state, 'analyzing');
    });

    it('takes many changes at once from two sides', async () => {
      const another = await openAnother();
      const saves = Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? current() : another).episodes.save(makeEpisode({ id: `ep-${index}` }), [
          makeEvent({ id: `event-${index}` }),
        ]),
      );
      await Promise.all(saves);
      assert.equal((await listed(current())).length, 40);
      assert.equal((await eventIds(another)).length, 40);
    });
  });
}
