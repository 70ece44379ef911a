import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { MediaStore } from '#ports/media-store.port.js';
import { errorWith } from './error-with.js';

export interface MediaPlace {
  /** Several may be open on one place, as several processes would. */
  open(): Promise<MediaStore>;
  remove(): Promise<void>;
}

const NOBODY = 'f'.repeat(64);
const missing = errorWith('not-found', 'MEDIA.MISSING');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `size` bytes that tell their place, so that a shifted range shows. */
function makeBytes(size: number, seed = 0): Buffer {
  return Buffer.from(
    Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8) + seed) & 0xff),
  );
}

export function describeMediaStoreContract(name: string, makePlace: () => Promise<MediaPlace>): void {
  describe(`the media store of ${name}`, () => {
    let place: MediaPlace;
    let store: MediaStore;
    let inbox: string;
    beforeEach(async () => {
      place = await makePlace();
      store = await place.open();
      inbox = await mkdtemp(join(tmpdir(), 'castline-inbox-'));
    });
    afterEach(async () => {
      await rm(inbox, { recursive: true, force: true });
      await place.remove();
    });
    const put = async (bytes: Uint8Array, fileName = 'upload.bin') => {
      const path = join(inbox, fileName);
      await writeFile(path, bytes);
      return path;
    };

    it('has nothing at first', async () => {
      assert.equal(await store.find(NOBODY), undefined);
      assert.equal(await store.delete(NOBODY), false);
      await assert.rejects(store.open(NOBODY), missing);
      await assert.rejects(store.borrowPath(NOBODY), missing);
    });

    it('takes over a file and gives back the same bytes', async () => {
      for (const size of [0, 1, 300_000, 3 * 2 ** 20 + 7]) {
        const bytes = makeBytes(size);
        const path = await put(bytes, `${size} – 猫 %03d.mp4`);
        const media = await store.adopt(path);
        assert.deepEqual([media.sha256, media.sizeInBytes], [sha256(bytes), size]);
        assert.deepEqual(await store.find(media.id), media);
        assert.ok(bytes.equals(await read(await store.open(media.id))), `${size} bytes`);
        await assert.rejects(stat(path), { code: 'ENOENT' });
      }
    });

    it('keeps what it took over for a process that opens it later', async () => {
      const bytes = makeBytes(1000);
      const media = await store.adopt(await put(bytes));
      const another = await place.open();
      assert.deepEqual(await another.find(media.id), media);
      assert.ok(bytes.equals(await read(await another.open(media.id))));
    });

    it('stores the same bytes once, also when they come twice at once', async () => {
      const bytes = makeBytes(200_000);
      const another = await place.open();
      const [one, two] = await Promise.all([
        store.adopt(await put(bytes, 'a')),
        another.adopt(await put(bytes, 'b')),
      ]);
      const again = await store.adopt(await put(bytes, 'c'));
      assert.deepEqual([two, again], [one, one]);
      assert.equal(await store.delete(one.id), true);
      assert.equal(await another.find(one.id), undefined);
    });

    it('gives exactly the bytes of a range, its end exclusive', async () => {
      const bytes = makeBytes(600_000);
      const { id } = await store.adopt(await put(bytes));
      const chunk = 255 * 1024; // where stores that cut files into chunks usually cut
      const ranges = [
        [0, 1],
        [0, 600_000],
        [599_999, 600_000],
        [5, 5],
        [600_000, 600_000],
        [chunk - 1, chunk],
        [chunk - 1, chunk + 1],
        [chunk, 2 * chunk],
        [1, 2 * chunk + 1],
        [65_535, 65_537],
      ] as const;
      for (const [start, end] of ranges) {
        const part = await read(await store.open(id, { start, end }));
        assert.ok(part.equals(bytes.subarray(start, end)), `[${start}, ${end})`);
      }
      assert.equal((await read(await store.open(id, { start: 599_990, end: 700_000 }))).length, 10);
    });

    it('refuses a range that is none', async () => {
      const { id } = await store.adopt(await put(makeBytes(10)));
      for (const [start, end] of [
        [-1, 5],
        [6, 5],
        [11, 12],
        [0.5, 2],
        [Number.NaN, 2],
      ] as const) {
        await assert.rejects(
          store.open(id, { start, end }),
          errorWith('usage', 'MEDIA.BAD_RANGE'),
          `[${start}, ${end})`,
        );
      }
    });

    it('lends a local path with the same bytes', async () => {
      const bytes = makeBytes(5000);
      const { id } = await store.adopt(await put(bytes));
      const borrowed = await store.borrowPath(id);
      assert.ok(bytes.equals(await readFile(borrowed.path)));
      await borrowed.release();
      assert.ok(await store.find(id));
    });

    it('deletes a file and can take it over again', async () => {
      const bytes = makeBytes(5000);
      const { id } = await store.adopt(await put(bytes));
      assert.equal(await store.delete(id), true);
      assert.equal(await store.delete(id), false);
      assert.equal(await store.find(id), undefined);
      await assert.rejects(store.open(id), missing);
      await store.adopt(await put(bytes));
      assert.ok(bytes.equals(await read(await store.open(id))));
    });

    it('takes over nothing but a regular file, and leaves what it refuses', async () => {
      await assert.rejects(store.adopt(join(inbox, 'nothing')), missing);
      const target = await put(makeBytes(10));
      await symlink(target, join(inbox, 'link'));
      await mkdir(join(inbox, 'folder'));
      for (const refused of ['link', 'folder']) {
        await assert.rejects(
          store.adopt(join(inbox, refused)),
          errorWith('usage', 'MEDIA.NOT_A_FILE'),
          refused,
        );
      }
      assert.ok(makeBytes(10).equals(await readFile(join(inbox, 'link'))));
    });

    it('never takes an id for a path', async () => {
      const secret = await put(makeBytes(10), 'secret');
      for (const id of [
        secret,
        `../../${secret}`,
        '../secret',
        '',
        '.',
        NOBODY.toUpperCase(),
        `${NOBODY}\n`,
        `${NOBODY}/..`,
      ]) {
        assert.equal(await store.find(id), undefined, id);
        assert.equal(await store.delete(id), false, id);
        await assert.rejects(store.open(id), missing, id);
        await assert.rejects(store.borrowPath(id), missing, id);
      }
      assert.ok(await stat(secret));
    });
  });
}
