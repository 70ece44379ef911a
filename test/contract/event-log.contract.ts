import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { makeEvent } from '../factories/domain-event.factory.js';
import { makeEpisode } from '../factories/episode.factory.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';

export function describeEventLogContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`the event log of ${name}`, makePlace, (current, openAnother) => {
    const append = (...ids: string[]) =>
      current().episodes.save(
        makeEpisode(),
        ids.map((id) => makeEvent({ id })),
      );

    it('is empty at first', async () => {
      assert.deepEqual(await current().events.readAfter(0, 10), []);
    });

    it('gives back events exactly, oldest first, at strictly increasing positions', async () => {
      await append('a', 'b');
      await append('c');
      const logged = await current().events.readAfter(0, 10);
      assert.deepEqual(
        logged.map(({ event }) => event),
        ['a', 'b', 'c'].map((id) => makeEvent({ id })),
      );
      assert.ok(logged.every(({ tenant }) => tenant === DEFAULT_TENANT));
      const positions = logged.map(({ position }) => position);
      assert.ok(positions.every((position, index) => position > (positions[index - 1] ?? 0)));
    });

    it('reads on after a position, at most so many', async () => {
      await append('a', 'b', 'c', 'd');
      const [, second] = await current().events.readAfter(0, 2);
      assert.ok(second);
      const rest = await current().events.readAfter(second.position, 10);
      assert.deepEqual(
        rest.map(({ event }) => event.id),
        ['c', 'd'],
      );
      assert.deepEqual(await current().events.readAfter(rest[1]?.position ?? 0, 10), []);
      assert.equal((await current().events.readAfter(0, 2)).length, 2);
    });

    it('stores an event that is told twice once, as it was told first', async () => {
      await append('a');
      await current().episodes.save(makeEpisode(), [
        makeEvent({ id: 'a', data: { again: true } }),
        makeEvent({ id: 'b' }),
        makeEvent({ id: 'b' }),
      ]);
      const logged = await current().events.readAfter(0, 10);
      assert.deepEqual(
        logged.map(({ event }) => event),
        [makeEvent({ id: 'a' }), makeEvent({ id: 'b' })],
      );
    });

    it('keeps the events of an episode that is deleted', async () => {
      await append('a');
      await current().episodes.delete('ep-1');
      assert.equal((await current().events.readAfter(0, 10)).length, 1);
    });

    it('lets a reader that follows the log miss nothing while two sides write', async () => {
      const another = await openAnother();
      const ids = Array.from({ length: 30 }, (_, index) => `event-${index}`);
      const writing = Promise.all(
        ids.map((id, index) =>
          (index % 2 === 0 ? current() : another).episodes.save(makeEpisode(), [makeEvent({ id })]),
        ),
      );
      const seen: string[] = [];
      let position = 0;
      let hasEnded = false;
      void writing.finally(() => (hasEnded = true));
      for (let isLast = false; !isLast;) {
        isLast = hasEnded;
        for (const logged of await current().events.readAfter(position, 7)) {
          seen.push(logged.event.id);
          position = logged.position;
          isLast = false;
        }
        await new Promise(setImmediate);
      }
      await writing;
      assert.deepEqual([...seen].sort(), [...ids].sort());
    });
  });
}
