import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { GridfsMediaStore } from '#adapters/mongodb/gridfs-media-store.adapter.js';
import { LocalCopies } from '#adapters/mongodb/local-copies.js';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { sweepUploads } from '#adapters/mongodb/uploads.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { errorWith } from '../../contract/error-with.js';
import { dropDatabase, freshDatabase, useMongodb } from '../servers/start-mongodb.js';
import { WireProxy } from '../servers/wire-proxy.js';

const BYTES = Buffer.alloc(600_000, 'three chunks of a film ');

let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
before(async () => {
  server = await useMongodb();
});
after(() => server?.stop());

/** One process whose connection the test has in hand, and one that looks what is there. */
async function openBoth(test: TestContext) {
  assert.ok(server);
  const url = freshDatabase(server.url);
  const proxy = await WireProxy.open(server.url);
  const [mortal, survivor] = [await openMongoCatalogue(proxy.urlOf(url)), await openMongoCatalogue(url)];
  const folder = await mkdtemp(join(tmpdir(), 'castline-media-faults-'));
  const copies = await LocalCopies.open(join(folder, 'copies'), 2 ** 30);
  test.after(async () => {
    await proxy.close();
    await mortal.close();
    await survivor.close();
    await dropDatabase(url);
    await rm(folder, { recursive: true, force: true });
  });
  const { database } = survivor;
  const storeOf = ({ database }: typeof mortal) => new GridfsMediaStore(database, DEFAULT_TENANT, copies);
  const [store, living] = [storeOf(mortal), storeOf(survivor)];
  const film = join(folder, 'film');
  await writeFile(film, BYTES);
  /** Looks twice, as a sweeper does that finds nothing moved between. */
  const sweep = async () => void (await sweepUploads(database, await sweepUploads(database, new Map())));
  /** Whole or not at all, and nothing else lies in GridFS. */
  const requireTidy = async (): Promise<boolean> => {
    await sweep();
    assert.equal(await database.uploads.countDocuments(), 0);
    const kept = await database.media.find().toArray();
    assert.equal(await database.fileHeads.countDocuments(), kept.length);
    assert.equal(
      await database.chunks.countDocuments(),
      kept.length * Math.ceil(BYTES.length / (255 * 1024)),
    );
    for (const { sha256 } of kept) {
      const read = Buffer.concat(await (await living.open(sha256)).toArray());
      assert.ok(read.equals(BYTES));
    }
    return kept.length > 0;
  };
  return { proxy, store, living, film, database, sweep, requireTidy };
}

type Both = Awaited<ReturnType<typeof openBoth>>;

/** Cuts the first process off at every write of `act`, before and after it. */
async function atEveryWrite(
  test: TestContext,
  isPassing: boolean,
  attempt: (both: Both, arm: () => void) => Promise<void>,
): Promise<number> {
  for (let write = 1; ; write += 1) {
    for (const when of ['before', 'after'] as const) {
      const both = await openBoth(test);
      await attempt(both, () => both.proxy.arm({ write, when, isPassing }));
      if (!both.proxy.hasCut) return write - 1;
    }
  }
}

describe('a film that is taken over', () => {
  for (const isPassing of [false, true]) {
    const what = isPassing ? 'the connection breaks' : 'the process dies';
    it(`is there whole or not at all, and leaves nothing else, wherever ${what}`, async (test) => {
      const steps = await atEveryWrite(test, isPassing, async ({ store, film, requireTidy, living }, arm) => {
        arm();
        const taken = await store.adopt(film).catch(() => undefined);
        const isThere = await requireTidy();
        if (taken) assert.ok(isThere, 'what was acknowledged is there');
        await writeFile(film, BYTES);
        await living.adopt(film);
        assert.ok(await requireTidy());
      });
      assert.ok(steps >= 5, `${steps} writes were cut at`);
    });
  }

  it('and deleted leaves nothing, wherever the process dies', async (test) => {
    const steps = await atEveryWrite(test, false, async ({ store, film, requireTidy, living }, arm) => {
      const { id } = await living.adopt(film);
      arm();
      await store.delete(id).catch(() => undefined);
      await requireTidy();
      await living.delete(id);
      assert.equal(await requireTidy(), false);
    });
    assert.ok(steps >= 4, `${steps} writes were cut at`);
  });

  it('is not there in part when its writer slept until it was swept', async (test) => {
    let swept = 0;
    for (let write = 2; ; write += 1) {
      const { proxy, store, film, sweep, requireTidy } = await openBoth(test);
      const asleep = proxy.pause({ write });
      const taking = store.adopt(film).then(
        () => 'taken',
        (error: unknown) => error,
      );
      if ((await Promise.race([taking, asleep.then(() => 'asleep')])) !== 'asleep') break;
      await sweep();
      proxy.resume();
      const outcome = await taking;
      const isThere = await requireTidy();
      if (outcome === 'taken') assert.ok(isThere, 'what was acknowledged is there');
      else assert.ok(errorWith('transient', 'MEDIA.SWEPT')(outcome));
      if (outcome !== 'taken') swept += 1;
    }
    assert.ok(swept > 0, 'some were swept');
  });
});
