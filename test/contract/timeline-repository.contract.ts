import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StoredTimeline } from '#ports/timeline-repository.port.js';
import { makeEvent, makeUnstorableEvent } from '../factories/domain-event.factory.js';
import { makeEpisode } from '../factories/episode.factory.js';
import { makeTimeline } from '../factories/timeline.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

function makeEntry(overrides: Partial<StoredTimeline> = {}): Omit<StoredTimeline, 'version'> {
  return {
    episodeId: 'ep-1',
    scanKey: 'scan',
    galleryKey: 'gallery',
    createdAt: '2026-01-02T03:04:05.000Z',
    timeline: makeTimeline(),
    ...overrides,
  };
}

export function describeTimelineRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the timeline repository of ${name}`, makePlace, (current, openAnother) => {
    it('has nothing at first', async () => {
      assert.equal(await current().timelines.findLatest('ep-1'), undefined);
      assert.equal(await current().timelines.find('ep-1', 1), undefined);
    });

    it('counts versions from 1 for each episode and keeps the old ones', async () => {
      await current().episodes.save(makeEpisode());
      await current().episodes.save(makeEpisode({ id: 'ep-2' }));
      const { timelines } = current();
      assert.equal(await timelines.save(makeEntry({ galleryKey: 'first' })), 1);
      assert.equal(await timelines.save(makeEntry({ galleryKey: 'second' })), 2);
      assert.equal(await timelines.save(makeEntry({ episodeId: 'ep-2' })), 1);
      assert.deepEqual(await timelines.find('ep-1', 1), makeEntry({ galleryKey: 'first', version: 1 }));
      assert.deepEqual(await timelines.findLatest('ep-1'), makeEntry({ galleryKey: 'second', version: 2 }));
      assert.equal(await timelines.find('ep-1', 3), undefined);
    });

    it('gives each of many savers at once its own version', async () => {
      await current().episodes.save(makeEpisode());
      const another = await openAnother();
      const versions = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 === 0 ? current() : another).timelines.save(makeEntry()),
        ),
      );
      assert.deepEqual(
        versions.sort((a, b) => a - b),
        Array.from({ length: 12 }, (_, index) => index + 1),
      );
    });

    it('stores a version and its events together or not at all', async () => {
      await current().episodes.save(makeEpisode());
      const published = makeEvent({ id: 'published', type: 'timeline.published.v1' });
      await assert.rejects(current().timelines.save(makeEntry(), () => [published, makeUnstorableEvent()]));
      assert.equal(await current().timelines.findLatest('ep-1'), undefined);
      assert.deepEqual(await current().events.readAfter(0, 10), []);
      assert.equal(await current().timelines.save(makeEntry(), () => [published]), 1);
      assert.deepEqual(
        (await current().events.readAfter(0, 10)).map(({ event }) => event),
        [published],
      );
    });

    it('lets each version be announced by its number', async () => {
      await current().episodes.save(makeEpisode());
      const announce = (version: number) => [makeEvent({ id: `version ${version}` })];
      for (let count = 0; count < 2; count += 1) await current().timelines.save(makeEntry(), announce);
      const ids = (await current().events.readAfter(0, 10)).map(({ event }) => event.id);
      assert.deepEqual(ids, ['version 1', 'version 2']);
    });

    it('stores nothing for an episode that is not there', async () => {
      const saved = current().timelines.save(makeEntry({ episodeId: 'ep-9' }), () => [makeEvent()]);
      await assert.rejects(saved, errorWith('not-found', 'EPISODE.MISSING'));
      assert.deepEqual(await current().events.readAfter(0, 10), []);
    });
  });
}
