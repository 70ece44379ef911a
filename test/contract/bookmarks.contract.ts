import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';

export function describeBookmarksContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the bookmarks of ${name}`, makePlace, (current, openAnother) => {
    it('begin at nothing and are kept', async () => {
      assert.equal(await current().bookmarks.find('kafka'), 0);
      assert.equal(await current().bookmarks.move('kafka', 0, 7), true);
      assert.equal(await current().bookmarks.move('kafka', 7, 9), true);
      assert.equal(await (await openAnother()).bookmarks.find('kafka'), 9);
      assert.equal(await current().bookmarks.find('other'), 0);
    });

    it('stay where they are for a reader that knows them no longer', async () => {
      await current().bookmarks.move('kafka', 0, 7);
      assert.equal(await current().bookmarks.move('kafka', 0, 8), false);
      assert.equal(await current().bookmarks.move('kafka', 6, 8), false);
      assert.equal(await current().bookmarks.find('kafka'), 7);
    });

    it('are moved by one of two readers at once', async () => {
      const another = await openAnother();
      const moved = await Promise.all(
        [current(), another, current(), another].map(({ bookmarks }) => bookmarks.move('kafka', 0, 5)),
      );
      assert.equal(moved.filter(Boolean).length, 1);
    });
  });
}
