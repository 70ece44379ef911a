import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import type { Claim } from '#ports/job-table.port.js';
import type { Workspace } from '#ports/workspaces.port.js';
import { errorWith } from '../../contract/error-with.js';
import { makeClip } from '../../factories/clip.factory.js';
import { makeEvent } from '../../factories/domain-event.factory.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import { makeScanBatch } from '../../factories/scan-batch.factory.js';
import { makeStoredExport } from '../../factories/stored-export.factory.js';
import { makeTimeline } from '../../factories/timeline.factory.js';
import { dropDatabase, freshDatabase, useMongodb } from '../servers/start-mongodb.js';
import { WireProxy } from '../servers/wire-proxy.js';

type Catalogue = Omit<Workspace, 'media'>;

const leaseLost = errorWith('conflict', 'JOB.LEASE_LOST');
const END = { endTicks: 1001, warnings: [] };
const REQUEST = { kind: 'episode.analyze', episodeId: 'ep-1', key: 'analyze', payload: {} } as const;

function makeEntry(galleryKey: string) {
  const createdAt = '2026-01-02T03:04:05.000Z';
  return { episodeId: 'ep-1', scanKey: 'scan', galleryKey, createdAt, timeline: makeTimeline() };
}

/** What a worker does, saying who did it; and who did what is there. */
const WRITES: readonly {
  readonly title: string;
  readonly write: (catalogue: Catalogue, who: string) => Promise<unknown>;
  readonly writer: (catalogue: Catalogue) => Promise<string | undefined>;
}[] = [
  {
    title: 'an episode',
    write: ({ episodes }, who) => episodes.save(makeEpisode({ name: who }), [makeEvent({ id: who })]),
    writer: async ({ episodes }) => (await episodes.find('ep-1'))?.name,
  },
  {
    title: 'a timeline',
    write: ({ timelines }, who) => timelines.save(makeEntry(who), () => [makeEvent({ id: who })]),
    writer: async ({ timelines }) => (await timelines.findLatest('ep-1'))?.galleryKey,
  },
  {
    title: 'a clip',
    write: ({ clips }, who) => clips.save(makeClip({ query: who }), [makeEvent({ id: who })]),
    writer: async ({ clips }) => (await clips.find('clip-1'))?.query,
  },
  {
    title: 'a place in a series',
    write: ({ notes }, who) => notes.savePlacement('ep-1', { series: who, season: null, number: null }),
    writer: async ({ notes }) => (await notes.findPlacement('ep-1'))?.series,
  },
  {
    title: 'an export',
    write: ({ exports }, who) => exports.save(makeStoredExport({ id: 'export-1', mediaId: who })),
    writer: async ({ exports }) => (await exports.find('export-1'))?.mediaId,
  },
];

let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
before(async () => {
  server = await useMongodb();
});
after(() => server?.stop());

/** An episode with a job that a worker took, on a connection that can be held; and another worker. */
async function begin(test: TestContext) {
  assert.ok(server);
  const url = freshDatabase(server.url);
  const proxy = await WireProxy.open(server.url);
  const [sleepy, awake] = [await openMongoCatalogue(proxy.urlOf(url)), await openMongoCatalogue(url)];
  test.after(async () => {
    await proxy.close();
    await sleepy.close();
    await awake.close();
    await dropDatabase(url);
  });
  const plain = awake.of(DEFAULT_TENANT);
  await plain.episodes.save(makeEpisode());
  await awake.jobs.enqueue(REQUEST);
  const claim = await take();
  async function take(): Promise<Claim> {
    return ((await awake.jobs.claim(REQUEST.kind, 'worker', 1000)) ?? assert.fail('nothing to claim')).claim;
  }
  /** The worker fell silent; another has its job from now on. */
  const takeOver = async (): Promise<Catalogue> => {
    assert.ok(await awake.jobs.takeFromLost({ ...claim, beat: 0 }, null));
    return awake.of(DEFAULT_TENANT, await take());
  };
  return { proxy, awake, plain, claim, takeOver, late: sleepy.of(DEFAULT_TENANT, claim) };
}

describe('a worker that slept while another took its job', () => {
  it('changes nothing when it wakes up', async (test) => {
    const { plain, late, takeOver } = await begin(test);
    await late.scans.append('ep-1', 'scan', makeScanBatch({ first: 0, shots: 1 }));
    await late.clips.save(makeClip());
    await late.exports.save(makeStoredExport({ id: 'export-1' }));
    const now = await takeOver();
    for (const { write } of WRITES) await assert.rejects(write(late, 'late'), leaseLost);
    await assert.rejects(late.scans.append('ep-1', 'scan', makeScanBatch({ first: 1, shots: 1 })), leaseLost);
    await assert.rejects(late.scans.complete('ep-1', 'scan', END), leaseLost);
    await assert.rejects(late.episodes.delete('ep-1'), leaseLost);
    await assert.rejects(late.clips.delete('clip-1'), leaseLost);
    await assert.rejects(late.exports.delete('export-1'), leaseLost);
    assert.deepEqual(await plain.episodes.find('ep-1'), makeEpisode());
    assert.equal((await plain.scans.find('ep-1', 'scan'))?.nextFrame, 10);
    assert.ok((await plain.clips.find('clip-1')) && (await plain.exports.find('export-1')));
    assert.deepEqual(await plain.events.readAfter(0, 10), []);
    await now.scans.append('ep-1', 'scan', makeScanBatch({ first: 1, shots: 1 }));
    await now.scans.complete('ep-1', 'scan', END);
    assert.equal((await plain.scans.findLatest('ep-1'))?.nextFrame, 20);
  });

  it('changes nothing once its job was cancelled', async (test) => {
    const { plain, awake, late, claim } = await begin(test);
    await awake.jobs.cancel(claim.id);
    for (const { write, writer } of WRITES) {
      const before = await writer(plain);
      await assert.rejects(write(late, 'late'), leaseLost);
      assert.equal(await writer(plain), before);
    }
  });

  for (const { title, write, writer } of WRITES) {
    it(`does not write ${title} over the other's, wherever in the middle of it it fell asleep`, async (test) => {
      let steps = 0;
      for (;;) {
        const { proxy, plain, late, takeOver } = await begin(test);
        const asleep = proxy.pause({ write: steps + 1 });
        const writing = write(late, 'late').then(
          () => 'done',
          (error: unknown) => error,
        );
        const first = await Promise.race([writing, asleep.then(() => 'asleep')]);
        if (first !== 'asleep') break;
        steps += 1;
        await write(await takeOver(), 'now');
        proxy.resume();
        const outcome = await writing;
        assert.equal(await writer(plain), 'now', `woken at write ${steps}: ${String(outcome)}`);
        if (outcome !== 'done') assert.ok(leaseLost(outcome));
        const told = (await plain.events.readAfter(0, 10)).map(({ event }) => event.id);
        assert.ok(!told.includes('late'), 'it tells nothing');
      }
      assert.ok(steps > 0, `${steps} writes were slept before`);
    });
  }
});

describe('workers that claim at once', () => {
  it('take each job once, every claim under a token of its own', async (test) => {
    const { awake } = await begin(test);
    assert.ok(server);
    for (let job = 0; job < 12; job += 1)
      await awake.jobs.enqueue({ ...REQUEST, kind: 'clip.cut', key: `cut-${job}` });
    const claimAll = async (): Promise<string[]> => {
      const taken: string[] = [];
      for (;;) {
        const next = await awake.jobs.claim('clip.cut', 'worker', 1000);
        if (!next) return taken;
        assert.equal(next.claim.token, 1);
        taken.push(next.claim.id);
      }
    };
    const taken = (await Promise.all([claimAll(), claimAll(), claimAll(), claimAll()])).flat();
    assert.equal(taken.length, 12);
    assert.equal(new Set(taken).size, 12);
  });

  it('of whom one was told the id as well: one of them wins', async (test) => {
    const { awake } = await begin(test);
    const { job } = await awake.jobs.enqueue({ ...REQUEST, kind: 'clip.cut', key: 'cut' });
    const claims = await Promise.all(
      [job.id, undefined, job.id, undefined].map((id) => awake.jobs.claim('clip.cut', 'worker', 1000, id)),
    );
    assert.equal(claims.filter((claim) => claim !== undefined).length, 1);
  });
});

describe('collectors that collect at once', () => {
  it('leave no gap between positions, and keep the order of each episode', async (test) => {
    const { awake, plain } = await begin(test);
    const episodes = ['ep-1', 'ep-2', 'ep-3'];
    for (const id of episodes) await plain.episodes.save(makeEpisode({ id }));
    let isWriting = true;
    const writing = Promise.all(
      episodes.map(async (id) => {
        for (let at = 0; at < 12; at += 1)
          await plain.episodes.save(makeEpisode({ id }), [makeEvent({ id: `${id}:${at}`, episodeId: id })]);
      }),
    ).finally(() => (isWriting = false));
    const collecting = Array.from({ length: 4 }, async () => {
      while (isWriting) await awake.events.readAfter(0, 1);
    });
    await Promise.all([writing, ...collecting]);
    const logged = await awake.events.readAfter(0, 100);
    assert.deepEqual(
      logged.map(({ position }) => position),
      Array.from({ length: 36 }, (_, index) => index + 1),
    );
    for (const id of episodes)
      assert.deepEqual(
        logged.filter(({ event }) => event.episodeId === id).map(({ event }) => event.id),
        Array.from({ length: 12 }, (_, at) => `${id}:${at}`),
      );
  });
});
