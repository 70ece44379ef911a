import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeEpisode } from '../factories/episode.factory.js';
import { makeStoredExport } from '../factories/stored-export.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

export function describeExportRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the export repository of ${name}`, makePlace, (current) => {
    const ids = async (episodeId?: string): Promise<string[]> =>
      (await current().exports.list(episodeId)).map(({ id }) => id);

    it('has nothing at first', async () => {
      assert.deepEqual(await ids(), []);
      assert.equal(await current().exports.find('export-1'), undefined);
      assert.equal(await current().exports.delete('export-1'), false);
      assert.equal(await current().exports.isMediaUsed('m-1'), false);
    });

    it('lists the newest first, of all episodes or of one', async () => {
      for (const id of ['ep-1', 'ep-2']) await current().episodes.save(makeEpisode({ id }));
      await current().exports.save(makeStoredExport({ id: 'one' }));
      await current().exports.save(makeStoredExport({ id: 'both', episodeIds: ['ep-1', 'ep-2'] }));
      const createdAt = '2026-02-01T00:00:00.000Z';
      await current().exports.save(makeStoredExport({ id: 'other', episodeIds: ['ep-2'], createdAt }));
      assert.deepEqual(await ids(), ['other', 'both', 'one']);
      assert.deepEqual(await ids('ep-1'), ['both', 'one']);
      assert.deepEqual(await ids('ep-2'), ['other', 'both']);
    });

    it('replaces an export of the same id', async () => {
      for (const id of ['ep-1', 'ep-2']) await current().episodes.save(makeEpisode({ id }));
      await current().exports.save(makeStoredExport());
      const again = makeStoredExport({ episodeIds: ['ep-2'], mediaId: 'm-2' });
      await current().exports.save(again);
      assert.deepEqual(await current().exports.find('export-1'), again);
      assert.deepEqual([await ids('ep-1'), await ids('ep-2')], [[], ['export-1']]);
      assert.deepEqual(
        [await current().exports.isMediaUsed('m-1'), await current().exports.isMediaUsed('m-2')],
        [false, true],
      );
      assert.equal(await current().exports.delete('export-1'), true);
      assert.equal(await current().exports.isMediaUsed('m-2'), false);
    });

    it('goes with any of its episodes', async () => {
      for (const id of ['ep-1', 'ep-2']) await current().episodes.save(makeEpisode({ id }));
      await current().exports.save(makeStoredExport({ episodeIds: ['ep-1', 'ep-2'] }));
      await current().episodes.delete('ep-2');
      assert.deepEqual(await ids(), []);
    });

    it('stores nothing for an episode that is not there', async () => {
      await current().episodes.save(makeEpisode());
      const saved = current().exports.save(makeStoredExport({ episodeIds: ['ep-1', 'ep-9'] }));
      await assert.rejects(saved, errorWith('not-found', 'EPISODE.MISSING'));
      assert.deepEqual(await ids(), []);
    });
  });
}
