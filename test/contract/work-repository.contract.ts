import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeEvent, makeUnstorableEvent } from '../factories/domain-event.factory.js';
import { makeEpisode } from '../factories/episode.factory.js';
import { makeReel } from '../factories/work.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

export function describeWorkRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the work repository of ${name}`, makePlace, (current) => {
    it('has nothing at first', async () => {
      assert.deepEqual(await current().works.list('reel', 'ep-1'), []);
      assert.deepEqual(await current().works.listAll('ep-1'), []);
      assert.equal(await current().works.find('reel', 'reel-1'), undefined);
      assert.equal(await current().works.delete('reel-1'), false);
      assert.equal(await current().works.isMediaUsed('m-1'), false);
    });

    it('lists the works of an episode in the order in which they were first saved', async () => {
      await current().episodes.save(makeEpisode());
      await current().episodes.save(makeEpisode({ id: 'ep-2' }));
      for (const id of ['b', 'c', 'a', 'b']) await current().works.save(makeReel({ id }));
      await current().works.save(makeReel({ id: 'other', episodeId: 'ep-2' }));
      const ids = (await current().works.list('reel', 'ep-1')).map(({ id }) => id);
      assert.deepEqual(ids, ['b', 'c', 'a']);
    });

    it('replaces a work of the same id, and knows which files are in use', async () => {
      await current().episodes.save(makeEpisode());
      await current().works.save(makeReel());
      const again = makeReel({ mediaId: 'm-2', sizeInBytes: 7 });
      await current().works.save(again);
      assert.deepEqual(await current().works.find('reel', 'reel-1'), again);
      assert.deepEqual(await current().works.listAll('ep-1'), [again]);
      assert.equal(await current().works.isMediaUsed('m-1'), false);
      assert.equal(await current().works.isMediaUsed('m-2'), true);
      assert.equal(await current().works.delete('reel-1'), true);
      assert.equal(await current().works.isMediaUsed('m-2'), false);
    });

    it('stores a work and its events together or not at all', async () => {
      await current().episodes.save(makeEpisode());
      const ready = makeEvent({ id: 'ready', type: 'reel.ready.v1' });
      await assert.rejects(current().works.save(makeReel(), [ready, makeUnstorableEvent()]));
      assert.equal(await current().works.find('reel', 'reel-1'), undefined);
      assert.deepEqual(await current().events.readAfter(0, 10), []);
      await current().works.save(makeReel(), [ready]);
      assert.equal((await current().events.readAfter(0, 10))[0]?.event.id, 'ready');
    });

    it('stores nothing for an episode that is not there, and forgets what was made of one that is deleted', async () => {
      const saved = current().works.save(makeReel({ episodeId: 'ep-9' }), [makeEvent()]);
      await assert.rejects(saved, errorWith('not-found', 'EPISODE.MISSING'));
      await current().episodes.save(makeEpisode());
      await current().works.save(makeReel());
      await current().episodes.delete('ep-1');
      assert.equal(await current().works.find('reel', 'reel-1'), undefined);
    });
  });
}
