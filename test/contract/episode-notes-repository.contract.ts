import assert from 'node:assert/strict';
import { it } from 'node:test';
import { END_OF_EPISODE } from '#domain/time/time-span.js';
import { makeEpisode } from '../factories/episode.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

export function describeEpisodeNotesRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the episode notes repository of ${name}`, makePlace, (current, openAnother) => {
    const notes = () => current().notes;

    it('has nothing at first', async () => {
      await current().episodes.save(makeEpisode());
      assert.equal(await notes().findPlacement('ep-1'), undefined);
      assert.deepEqual(await notes().listPlacements(), []);
      assert.deepEqual(await notes().findMarks('ep-1'), []);
      assert.equal(await notes().findSilences('ep-1', 'key'), undefined);
    });

    it('keeps where an episode stands, and finds a series by its exact name', async () => {
      for (const id of ['ep-1', 'ep-2', 'ep-3']) await current().episodes.save(makeEpisode({ id }));
      const placement = { series: 'The Mole\'s 100% "day"', season: 'Specials', number: 3 };
      await notes().savePlacement('ep-1', placement);
      await notes().savePlacement('ep-2', { series: 'the mole', season: null, number: null });
      await notes().savePlacement('ep-3', { series: 'Ant', season: '1', number: 1 });
      await notes().savePlacement('ep-3', null);
      assert.deepEqual(await notes().findPlacement('ep-1'), placement);
      assert.equal(await notes().findPlacement('ep-3'), undefined);
      assert.deepEqual(await notes().listPlacements(placement.series), [{ episodeId: 'ep-1', placement }]);
      const some = await notes().findPlacements(['ep-3', 'ep-1', 'ep-9']);
      assert.deepEqual([...some], [['ep-1', placement]]);
      assert.equal((await notes().findPlacements([])).size, 0);
      assert.deepEqual(await notes().listPlacements('The Mole'), []);
      assert.deepEqual((await notes().listPlacements()).map(({ episodeId }) => episodeId).sort(), [
        'ep-1',
        'ep-2',
      ]);
    });

    it('keeps all marks of an episode, in the order given', async () => {
      await current().episodes.save(makeEpisode());
      const marks = [
        { kind: 'ending', startMs: 1_200_000, endMs: END_OF_EPISODE },
        { kind: 'opening', startMs: 0, endMs: 90_000.5 },
      ] as const;
      await notes().saveMarks('ep-1', marks);
      assert.deepEqual(await notes().findMarks('ep-1'), marks);
      await notes().saveMarks('ep-1', []);
      assert.deepEqual(await notes().findMarks('ep-1'), []);
    });

    it('keeps silences under the key by which they were measured', async () => {
      await current().episodes.save(makeEpisode());
      await notes().saveSilences('ep-1', 'old', [{ startMs: 0, endMs: 5 }]);
      await notes().saveSilences('ep-1', 'key', []);
      assert.deepEqual(await notes().findSilences('ep-1', 'key'), []);
      assert.equal(await notes().findSilences('ep-1', 'old'), undefined);
    });

    it('keeps the kinds apart, and outlasts a change of the episode', async () => {
      await current().episodes.save(makeEpisode());
      await notes().savePlacement('ep-1', { series: 'Mole', season: null, number: null });
      await notes().saveMarks('ep-1', [{ kind: 'recap', startMs: 0, endMs: 1 }]);
      await current().episodes.save(makeEpisode({ state: 'analyzed' }));
      const another = await openAnother();
      assert.equal((await another.notes.findPlacement('ep-1'))?.series, 'Mole');
      assert.equal((await another.notes.findMarks('ep-1')).length, 1);
    });

    it('stores nothing for an episode that is not there', async () => {
      const placement = { series: 'Mole', season: null, number: null };
      const missing = errorWith('not-found', 'EPISODE.MISSING');
      await assert.rejects(notes().savePlacement('ep-9', placement), missing);
      await assert.rejects(notes().saveMarks('ep-9', []), missing);
      await assert.rejects(notes().saveSilences('ep-9', 'key', []), missing);
      assert.deepEqual(await notes().listPlacements(), []);
    });
  });
}
