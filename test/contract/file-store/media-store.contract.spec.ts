import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { describeMediaStoreContract, type MediaPlace } from '../media-store.contract.js';

async function makePlace(): Promise<MediaPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'castline-media-'));
  return {
    open: () => FolderMediaStore.open(join(folder, 'media')),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

describeMediaStoreContract('a folder', makePlace);

describe('the folder of the media store', () => {
  it('holds a file under its digest, and nothing unfinished', async (test) => {
    const folder = await mkdtemp(join(tmpdir(), 'castline-media-'));
    test.after(() => rm(folder, { recursive: true, force: true }));
    const store = await FolderMediaStore.open(folder);
    await writeFile(join(folder, 'upload'), 'bytes');
    const { id } = await store.adopt(join(folder, 'upload'));
    assert.equal((await stat(join(folder, id.slice(0, 2), id.slice(2, 4), id))).size, 5);
    assert.deepEqual(await readdir(join(folder, 'unfinished')), []);
  });

  it('is swept of copies that a dead process left, and not of those in the making', async (test) => {
    const folder = await mkdtemp(join(tmpdir(), 'castline-media-'));
    test.after(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'unfinished'), { recursive: true });
    for (const name of ['old', 'young']) await writeFile(join(folder, 'unfinished', name), 'half');
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(folder, 'unfinished', 'old'), anHourAgo, anHourAgo);
    await FolderMediaStore.open(folder);
    assert.deepEqual(await readdir(join(folder, 'unfinished')), ['young']);
  });

  it('takes over a file from another disk', async (test) => {
    const shm = await stat('/dev/shm').catch(() => undefined);
    const folder = await mkdtemp(join(tmpdir(), 'castline-media-'));
    test.after(() => rm(folder, { recursive: true, force: true }));
    if (!shm || shm.dev === (await stat(folder)).dev) return test.skip('there is no second file system here');
    const inbox = await mkdtemp('/dev/shm/castline-inbox-');
    test.after(() => rm(inbox, { recursive: true, force: true }));
    const store = await FolderMediaStore.open(folder);
    await writeFile(join(inbox, 'upload'), Buffer.alloc(3_000_000, 7));
    const media = await store.adopt(join(inbox, 'upload'));
    assert.equal((await store.find(media.id))?.sizeInBytes, 3_000_000);
    assert.deepEqual(await readdir(inbox), []);
    assert.deepEqual(await readdir(join(folder, 'unfinished')), []);
  });
});
