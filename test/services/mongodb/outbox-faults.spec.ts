import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { type MongoCatalogue, openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import type { Workspace } from '#ports/workspaces.port.js';
import { makeClip } from '../../factories/clip.factory.js';
import { makeEvent } from '../../factories/domain-event.factory.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import { makeTimeline } from '../../factories/timeline.factory.js';
import { dropDatabase, freshDatabase, useMongodb } from '../servers/start-mongodb.js';
import { type Cut, WireProxy } from '../servers/wire-proxy.js';

type Catalogue = Omit<Workspace, 'media'>;

interface Case {
  readonly title: string;
  readonly prepare: (catalogue: Catalogue) => Promise<unknown>;
  /** What the process does that dies, and what is done again by the next. */
  readonly act: (catalogue: Catalogue) => Promise<unknown>;
  /** Whether the change is to be seen. */
  readonly isDone: (catalogue: Catalogue) => Promise<boolean>;
}

const NEWS = makeEvent({ id: 'news' });
const MORE_NEWS = makeEvent({ id: 'more news' });
const OLD = makeEvent({ id: 'old' });
const ENTRY = {
  ...{ episodeId: 'ep-1', scanKey: 'scan', galleryKey: 'gallery', createdAt: '2026-01-02T03:04:05.000Z' },
  timeline: makeTimeline(),
};
const CAST = { id: 'cast-1', name: 'Pilot', embedder: 'model', references: [] };

const CASES: readonly Case[] = [
  {
    title: 'a new episode',
    prepare: async () => undefined,
    act: (catalogue) => catalogue.episodes.save(makeEpisode(), [NEWS, MORE_NEWS]),
    isDone: async (catalogue) => (await catalogue.episodes.find('ep-1')) !== undefined,
  },
  {
    title: 'an episode that changes',
    prepare: (catalogue) => catalogue.episodes.save(makeEpisode(), [OLD]),
    act: (catalogue) => catalogue.episodes.save(makeEpisode({ state: 'failed' }), [NEWS, MORE_NEWS]),
    isDone: async (catalogue) => (await catalogue.episodes.find('ep-1'))?.state === 'failed',
  },
  {
    title: 'an episode that is deleted',
    prepare: (catalogue) => catalogue.episodes.save(makeEpisode(), [OLD]),
    act: (catalogue) => catalogue.episodes.delete('ep-1', [NEWS, MORE_NEWS]),
    isDone: async (catalogue) => (await catalogue.episodes.find('ep-1')) === undefined,
  },
  {
    title: 'a timeline',
    prepare: (catalogue) => catalogue.episodes.save(makeEpisode(), [OLD]),
    act: async (catalogue) => {
      if (!(await catalogue.timelines.findLatest('ep-1')))
        await catalogue.timelines.save(ENTRY, () => [NEWS, MORE_NEWS]);
    },
    isDone: async (catalogue) => (await catalogue.timelines.findLatest('ep-1')) !== undefined,
  },
  {
    title: 'a clip',
    prepare: (catalogue) => catalogue.episodes.save(makeEpisode(), [OLD]),
    act: (catalogue) => catalogue.clips.save(makeClip(), [NEWS, MORE_NEWS]),
    isDone: async (catalogue) => (await catalogue.clips.find('clip-1')) !== undefined,
  },
  {
    title: 'a cast',
    prepare: async () => undefined,
    act: (catalogue) => catalogue.casts.save(CAST, [NEWS, MORE_NEWS]),
    isDone: async (catalogue) => (await catalogue.casts.find('cast-1')) !== undefined,
  },
];

let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
before(async () => {
  server = await useMongodb();
});
after(() => server?.stop());

/** A database, one process that will be cut off from it, and one that will not. */
async function openBoth(test: TestContext) {
  assert.ok(server);
  const url = freshDatabase(server.url);
  const proxy = await WireProxy.open(server.url);
  const [survivor, mortal] = [await openMongoCatalogue(url), await openMongoCatalogue(proxy.urlOf(url))];
  test.after(async () => {
    await proxy.close();
    await mortal.close();
    await survivor.close();
    await dropDatabase(url);
  });
  return { proxy, mortal, survivor };
}

/** Cuts at every write there is, before and after it; ends when `attempt` says that no write was left to cut at. */
async function atEveryWrite(attempt: (cut: Cut) => Promise<boolean>): Promise<number> {
  for (let write = 1; ; write += 1) {
    for (const when of ['before', 'after'] as const) {
      if (!(await attempt({ write, when }))) return write - 1;
    }
  }
}

const idsOf = async (catalogue: Pick<Catalogue, 'events'>): Promise<string[]> => {
  const logged = await catalogue.events.readAfter(0, 100);
  assert.deepEqual(
    logged.map(({ position }) => position),
    logged.map((_, index) => index + 1),
    'positions have no gap',
  );
  return logged.map(({ event }) => event.id);
};
const workspaceOf = (catalogue: MongoCatalogue): Catalogue => catalogue.of(DEFAULT_TENANT);

describe('a process that dies between any two writes', () => {
  for (const { title, prepare, act, isDone } of CASES) {
    it(`leaves ${title} with its events, or neither`, async (test) => {
      const steps = await atEveryWrite(async (cut) => {
        const { proxy, mortal, survivor } = await openBoth(test);
        const living = workspaceOf(survivor);
        await prepare(living);
        const before = await idsOf(living);
        proxy.arm(cut);
        const outcome = await act(workspaceOf(mortal)).then(
          () => 'done',
          () => 'died',
        );
        if (!proxy.hasCut) return false;
        assert.ok(outcome === 'died' || cut.write > 1, 'the first write matters to whoever writes');
        const isThere = await isDone(living);
        assert.deepEqual(await idsOf(living), isThere ? [...before, 'news', 'more news'] : before);
        await act(living);
        assert.ok(await isDone(living), 'done again, it is there');
        assert.deepEqual(await idsOf(living), [...before, 'news', 'more news']);
        return true;
      });
      assert.ok(steps >= 1, `${steps} writes were cut at`);
    });
  }

  it('keeps a published timeline whose answer was lost with the connection', async (test) => {
    const steps = await atEveryWrite(async (cut) => {
      const { proxy, mortal, survivor } = await openBoth(test);
      const living = workspaceOf(survivor);
      await living.episodes.save(makeEpisode());
      proxy.arm({ ...cut, isPassing: true });
      const saved = await workspaceOf(mortal)
        .timelines.save(ENTRY, () => [NEWS])
        .catch(() => undefined);
      if (!proxy.hasCut) return false;
      assert.equal(saved, undefined, 'it does not know');
      const isTold = (await idsOf(living)).length > 0;
      const latest = await living.timelines.findLatest('ep-1');
      assert.deepEqual(latest, isTold ? { ...ENTRY, version: 1 } : undefined);
      return true;
    });
    assert.ok(steps >= 2, `${steps} writes were cut at`);
  });

  it('loses no event that it was moving to the log, and moves none twice or out of order', async (test) => {
    const expected = ['a', 'b', 'c', 'clip', 'more', 'gone', 'last'];
    const steps = await atEveryWrite(async (cut) => {
      const { proxy, mortal, survivor } = await openBoth(test);
      const { episodes, clips, events } = workspaceOf(survivor);
      const news = (id: string, episodeId = 'ep-1') => makeEvent({ id, episodeId });
      await episodes.save(makeEpisode(), [news('a'), news('b')]);
      await clips.save(makeClip(), [news('clip')]);
      await episodes.save(makeEpisode(), [news('c')]);
      await episodes.save(makeEpisode({ id: 'ep-2' }), [news('more', 'ep-2')]);
      await survivor.database.episodes.updateOne(
        { _id: 'default/ep-2' },
        { $set: { isGone: true }, $push: { outbox: JSON.stringify(news('gone', 'ep-2')) } },
      );
      proxy.arm(cut);
      await assertDies(mortal.events.readAfter(0, 100), proxy);
      if (!proxy.hasCut) return false;
      await episodes.save(makeEpisode(), [news('last')]);
      const logged = await idsOf({ events });
      assert.deepEqual([...logged].sort(), [...expected].sort());
      const ofOne = logged.filter((id) => !['more', 'gone', 'clip'].includes(id));
      assert.deepEqual(ofOne, ['a', 'b', 'c', 'last']);
      assert.ok(logged.indexOf('more') < logged.indexOf('gone'));
      assert.equal(await survivor.database.episodes.findOne({ _id: 'default/ep-2' }), null, 'swept');
      return true;
    });
    assert.ok(steps >= 10, `${steps} writes were cut at`);
  });
});

async function assertDies(reading: Promise<unknown>, proxy: WireProxy): Promise<void> {
  await reading.catch((error: unknown) => {
    if (!proxy.hasCut) throw error;
  });
}
