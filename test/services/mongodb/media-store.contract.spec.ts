import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { ObjectId } from 'mongodb';
import { GridfsMediaStore } from '#adapters/mongodb/gridfs-media-store.adapter.js';
import { LocalCopies } from '#adapters/mongodb/local-copies.js';
import { type MongoCatalogue, openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { sweepUploads } from '#adapters/mongodb/uploads.js';
import { errorWith } from '../../contract/error-with.js';
import { describeMediaStoreContract, type MediaPlace } from '../../contract/media-store.contract.js';
import { dropDatabase, freshDatabase, useMongodb } from '../servers/start-mongodb.js';

const CHUNK = 255 * 1024;

let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
before(async () => {
  server = await useMongodb();
});
after(() => server?.stop());

async function openPlace(tenant = 'default') {
  assert.ok(server);
  const url = freshDatabase(server.url);
  const folder = await mkdtemp(join(tmpdir(), 'castline-gridfs-'));
  const opened: MongoCatalogue[] = [];
  const open = async (whose = tenant, mostBytes = 2 ** 30) => {
    const catalogue = await openMongoCatalogue(url);
    opened.push(catalogue);
    const copies = await LocalCopies.open(join(folder, 'copies'), mostBytes);
    return { ...catalogue, store: new GridfsMediaStore(catalogue.database, whose, copies) };
  };
  const remove = async () => {
    for (const catalogue of opened) await catalogue.close();
    await dropDatabase(url);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, open, remove };
}

async function makePlace(): Promise<MediaPlace> {
  const { open, remove } = await openPlace();
  return { open: async () => (await open()).store, remove };
}

describeMediaStoreContract('GridFS', makePlace);

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('media in GridFS', () => {
  it('is read in ranges that begin, end and lie across the edges of chunks', async (test) => {
    const { folder, open, remove } = await openPlace();
    test.after(remove);
    const { store } = await open();
    const bytes = Buffer.from(
      Uint8Array.from({ length: 3 * CHUNK + 7 }, (_, at) => (at * 31 + (at >> 8)) & 0xff),
    );
    await writeFile(join(folder, 'film'), bytes);
    const { id } = await store.adopt(join(folder, 'film'));
    const edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 3 * CHUNK, bytes.length];
    for (const start of edges)
      for (const end of edges.filter((edge) => edge >= start))
        assert.deepEqual(await read(await store.open(id, { start, end })), bytes.subarray(start, end));
  });

  it('is one tenant’s own: another’s id is not there, equal bytes are kept for each', async (test) => {
    const { folder, open, remove } = await openPlace();
    test.after(remove);
    const [ours, theirs] = [(await open('ours')).store, (await open('theirs')).store];
    await writeFile(join(folder, 'film'), 'same');
    const { id } = await ours.adopt(join(folder, 'film'));
    assert.equal(await theirs.find(id), undefined);
    await assert.rejects(theirs.open(id), errorWith('not-found', 'MEDIA.MISSING'));
    await writeFile(join(folder, 'film'), 'same');
    assert.equal((await theirs.adopt(join(folder, 'film'))).id, id);
    assert.equal(await ours.delete(id), true);
    assert.equal((await read(await theirs.open(id))).toString(), 'same');
  });

  it('is swept of what a dead process left, and not of what is in the making', async (test) => {
    const { open, remove } = await openPlace();
    test.after(remove);
    const { database } = await open();
    const [dead, alive] = [new ObjectId(), new ObjectId()];
    for (const file of [dead, alive]) {
      await database.uploads.insertOne({ _id: file.toHexString(), beat: 0, isSwept: false });
      await database.chunks.insertOne({ files_id: file, n: 0 } as never);
    }
    const seen = await sweepUploads(database, new Map());
    await database.uploads.updateOne({ _id: alive.toHexString() }, { $inc: { beat: 1 } });
    await sweepUploads(database, seen);
    assert.equal(await database.chunks.countDocuments({ files_id: dead }), 0);
    assert.equal(await database.chunks.countDocuments({ files_id: alive }), 1);
    assert.equal(await database.uploads.countDocuments(), 1);
  });

  it('is copied to the disk once for borrowers of one file, and makes room for others', async (test) => {
    const { folder, open, remove } = await openPlace();
    test.after(remove);
    const { store } = await open('default', 5);
    const ids: string[] = [];
    for (const text of ['four', 'more']) {
      await writeFile(join(folder, text), text);
      ids.push((await store.adopt(join(folder, text))).id);
    }
    const [first = '', second = ''] = ids;
    const [one, two] = await Promise.all([store.borrowPath(first), store.borrowPath(first)]);
    assert.equal(one.path, two.path);
    await one.release();
    const copies = () => readdir(join(folder, 'copies', String(process.pid)));
    assert.equal((await copies()).length, 1);
    const other = await store.borrowPath(second);
    assert.equal((await copies()).length, 2, 'both are borrowed');
    await two.release();
    assert.equal((await copies()).length, 1, 'the room is needed');
    await other.release();
  });
});
