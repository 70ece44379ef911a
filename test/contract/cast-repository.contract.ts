import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StoredCast } from '#ports/cast-repository.port.js';
import { makeEvent, makeUnstorableEvent } from '../factories/domain-event.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';

function makeCast(overrides: Partial<StoredCast> = {}): StoredCast {
  const reference = { character: 'alice', form: null, quality: 0.5, source: 'alice/1.png' };
  return {
    id: 'cast-1',
    name: 'The show',
    embedder: 'embed@1',
    references: [
      { ...reference, embedding: Float32Array.from([0.6, 0.8, 0]) },
      {
        ...reference,
        character: 'bob',
        form: 'winter',
        embedding: Float32Array.from([0, 1 / 3, -1]),
        palette: [0, 180, 255],
        source: 't-7',
      },
    ],
    ...overrides,
  };
}

export function describeCastRepositoryContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the cast repository of ${name}`, makePlace, (current) => {
    it('has nothing at first', async () => {
      assert.deepEqual(await current().casts.list(), []);
      assert.equal(await current().casts.find('cast-1'), undefined);
    });

    it('gives back a cast exactly as it was saved, also an empty one', async () => {
      const casts = [makeCast(), makeCast({ id: 'cast-2', references: [] })];
      for (const cast of casts) await current().casts.save(cast);
      assert.deepEqual(await current().casts.find('cast-1'), casts[0]);
      assert.deepEqual(await current().casts.list(), casts);
    });

    it('replaces a cast of the same id', async () => {
      await current().casts.save(makeCast());
      const renamed = makeCast({ name: 'Another show', references: makeCast().references.slice(1) });
      await current().casts.save(renamed);
      assert.deepEqual(await current().casts.list(), [renamed]);
    });

    it('refuses a cast whose embeddings differ in length', async () => {
      const [first] = makeCast().references;
      assert.ok(first);
      const references = [first, { ...first, embedding: Float32Array.from([1]) }];
      await assert.rejects(current().casts.save(makeCast({ references })));
      assert.deepEqual(await current().casts.list(), []);
    });

    it('stores a cast and its events together or not at all', async () => {
      const changed = makeEvent({ type: 'character.changed.v1', episodeId: null, castId: 'cast-1' });
      await assert.rejects(current().casts.save(makeCast(), [changed, makeUnstorableEvent()]));
      assert.equal(await current().casts.find('cast-1'), undefined);
      assert.deepEqual(await current().events.readAfter(0, 10), []);
      await current().casts.save(makeCast(), [changed]);
      const logged = await current().events.readAfter(0, 10);
      assert.deepEqual(
        logged.map(({ event }) => event),
        [changed],
      );
    });
  });
}
