import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeClip } from '../factories/clip.factory.js';
import { makeEvent, makeUnstorableEvent } from '../factories/domain-event.factory.js';
import { makeEpisode } from '../factories/episode.factory.js';
import { makePoint } from '../factories/timeline.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

export function describeClipRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the clip repository of ${name}`, makePlace, (current) => {
    it('has nothing at first', async () => {
      assert.deepEqual(await current().clips.list('ep-1'), []);
      assert.equal(await current().clips.find('clip-1'), undefined);
      assert.equal(await current().clips.delete('clip-1'), false);
    });

    it('lists the clips of an episode in order of their start', async () => {
      await current().episodes.save(makeEpisode());
      await current().episodes.save(makeEpisode({ id: 'ep-2' }));
      for (const [id, start] of [
        ['c', 100],
        ['a', 9],
        ['b', 20],
      ] as const) {
        await current().clips.save(makeClip({ id, start: makePoint(start), end: makePoint(200) }));
      }
      await current().clips.save(makeClip({ id: 'other', episodeId: 'ep-2' }));
      assert.deepEqual(
        (await current().clips.list('ep-1')).map(({ id }) => id),
        ['a', 'b', 'c'],
      );
    });

    it('replaces a clip of the same id', async () => {
      await current().episodes.save(makeEpisode());
      await current().clips.save(makeClip());
      const ready = makeClip({ mediaId: 'm-1', sizeInBytes: 5 });
      await current().clips.save(ready);
      assert.deepEqual(await current().clips.find('clip-1'), ready);
      assert.deepEqual(await current().clips.list('ep-1'), [ready]);
      assert.equal(await current().clips.delete('clip-1'), true);
      assert.equal(await current().clips.find('clip-1'), undefined);
    });

    it('finds the oldest clip of a cut, and whether a file is shown', async () => {
      await current().episodes.save(makeEpisode());
      await current().clips.save(makeClip({ id: 'z', cutKey: 'cut', mediaId: 'm-1' }));
      await current().clips.save(makeClip({ id: 'a', cutKey: 'cut', mediaId: 'm-2' }));
      await current().clips.save(makeClip({ id: 'b' }));
      assert.equal((await current().clips.findByCut('cut'))?.id, 'z');
      assert.equal(await current().clips.findByCut('another'), undefined);
      assert.equal(await current().clips.isMediaUsed('m-1'), true);
      await current().clips.delete('z');
      assert.equal((await current().clips.findByCut('cut'))?.id, 'a');
      assert.equal(await current().clips.isMediaUsed('m-1'), false);
    });

    it('stores a clip and its events together or not at all', async () => {
      await current().episodes.save(makeEpisode());
      const ready = makeEvent({ id: 'ready', type: 'clip.ready.v1' });
      await assert.rejects(current().clips.save(makeClip(), [ready, makeUnstorableEvent()]));
      assert.equal(await current().clips.find('clip-1'), undefined);
      assert.deepEqual(await current().events.readAfter(0, 10), []);
      await current().clips.save(makeClip(), [ready]);
      assert.equal((await current().events.readAfter(0, 10))[0]?.event.id, 'ready');
    });

    it('stores nothing for an episode that is not there', async () => {
      const saved = current().clips.save(makeClip({ episodeId: 'ep-9' }), [makeEvent()]);
      await assert.rejects(saved, errorWith('not-found', 'EPISODE.MISSING'));
      assert.equal(await current().clips.find('clip-1'), undefined);
    });
  });
}
