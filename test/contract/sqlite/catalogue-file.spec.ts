import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CATALOGUE_FILE, type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { SqliteDatabase } from '#adapters/sqlite/sqlite-database.js';
import { SqliteEpisodeRepository } from '#adapters/sqlite/sqlite-episode-repository.adapter.js';
import { makeEvent } from '../../factories/domain-event.factory.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import { makeScanBatch } from '../../factories/scan-batch.factory.js';
import { errorWith } from '../error-with.js';

describe("the catalogue's file", () => {
  let folder: string;
  let path: string;
  const opened: { close(): void | Promise<void> }[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-file-'));
    path = join(folder, CATALOGUE_FILE);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await rm(folder, { recursive: true, force: true });
  });
  const keep = <One extends { close(): void | Promise<void> }>(one: One): One => {
    opened.push(one);
    return one;
  };
  const openDatabase = async () => keep(await SqliteDatabase.open(path));
  const refuses = (code: string) => assert.rejects(openCatalogue({ folder }), errorWith('environment', code));

  it('is made with its folder, and is whole', async () => {
    folder = join(folder, 'deep', 'folder with spaces & 猫');
    const catalogue = keep(await openCatalogue({ folder }));
    await catalogue.checkIntegrity();
    assert.deepEqual((await catalogue.episodes.listPage({ limit: 1 })).items, []);
  });

  it('is written through to the disk at every commit, also when it is opened again', async () => {
    for (let opening = 0; opening < 2; opening += 1) {
      const database = await openDatabase();
      assert.equal(database.row<{ synchronous: number }>('PRAGMA synchronous')?.synchronous, 2);
      assert.equal(database.row<{ foreign_keys: number }>('PRAGMA foreign_keys')?.foreign_keys, 1);
      assert.equal(database.row<{ journal_mode: string }>('PRAGMA journal_mode')?.journal_mode, 'wal');
      database.close();
    }
  });

  it('is refused with advice when it is no database', async () => {
    await writeFile(path, Buffer.alloc(20_000, 'not a database '));
    await refuses('CATALOGUE.CORRUPT');
  });

  it('is refused when pages in its middle were overwritten', async () => {
    const catalogue = await openCatalogue({ folder });
    await fillScan(catalogue);
    await catalogue.close();
    const file = await open(path, 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(Math.floor(size / 2), 0x5a), 0, undefined, Math.floor(size / 4));
    await file.close();
    await refuses('CATALOGUE.CORRUPT');
  });

  it('is refused when a newer Castline wrote it, and is left as it is', async () => {
    const database = await openDatabase();
    database.rows('PRAGMA user_version = 999');
    database.close();
    await refuses('CATALOGUE.NEWER_SCHEMA');
    await refuses('CATALOGUE.NEWER_SCHEMA');
  });

  it('is refused when it is the database of another program', async () => {
    const database = await openDatabase();
    database.rows('PRAGMA application_id = 7');
    database.close();
    await refuses('CATALOGUE.FOREIGN_FILE');
  });

  it('is refused when there is a folder in its place, or a file in place of its folder', async () => {
    await mkdir(path);
    await refuses('CATALOGUE.NOT_WRITABLE');
    folder = join(folder, 'file');
    await writeFile(folder, '');
    await refuses('CATALOGUE.NOT_WRITABLE');
    folder = join(folder, '..');
  });

  it('is refused when it may not be written', async (test) => {
    if (process.getuid?.() === 0) return test.skip('everything may be written by root');
    await (await openCatalogue({ folder })).close();
    await chmod(path, 0o400);
    await refuses('CATALOGUE.NOT_WRITABLE');
  });

  it('can be made by several openers at once', async () => {
    const catalogues = await Promise.all(Array.from({ length: 5 }, () => openCatalogue({ folder })));
    for (const catalogue of catalogues) await keep(catalogue).episodes.save(makeEpisode());
  });

  it('says that the disk is full, keeps what it has and goes on when there is space again', async () => {
    const database = await openDatabase();
    const episodes = new SqliteEpisodeRepository(database);
    await episodes.save(makeEpisode());
    const { page_count: pages = 0 } = database.row<{ page_count: number }>('PRAGMA page_count') ?? {};
    database.rows(`PRAGMA max_page_count = ${pages}`);
    const large = makeEpisode({ id: 'large', name: 'x'.repeat(200_000) });
    await assert.rejects(episodes.save(large, [makeEvent()]), errorWith('environment', 'DISK.FULL'));
    assert.equal((await episodes.listPage({ limit: 2 })).items.length, 1);
    assert.equal(database.row('SELECT 1 FROM events'), undefined);
    database.rows(`PRAGMA max_page_count = ${pages + 1000}`);
    await episodes.save(large);
    await database.checkIntegrity();
  });

  it('takes back the change when the last of its events fails to be written', async () => {
    const database = await openDatabase();
    database.run(
      `CREATE TRIGGER fault BEFORE INSERT ON events WHEN new.id = 'b' BEGIN SELECT RAISE(ABORT, 'a fault'); END`,
    );
    const saved = new SqliteEpisodeRepository(database).save(makeEpisode(), [
      makeEvent({ id: 'a' }),
      makeEvent({ id: 'b' }),
    ]);
    await assert.rejects(saved, errorWith('internal', 'CATALOGUE.STATEMENT_FAILED'));
    assert.deepEqual(
      [database.rows('SELECT 1 FROM episodes'), database.rows('SELECT 1 FROM events')],
      [[], []],
    );
  });

  it('is waited for without stopping the process while another one writes', async () => {
    const [writer, waiter] = [await openDatabase(), await openDatabase()];
    writer.rows('BEGIN IMMEDIATE');
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 5);
    const saved = new SqliteEpisodeRepository(waiter).save(makeEpisode());
    await sleep(600);
    clearInterval(counting);
    assert.ok(turns > 1, 'the event loop kept turning');
    assert.deepEqual(writer.rows('SELECT 1 FROM episodes'), []);
    writer.rows('COMMIT');
    await saved;
    assert.equal(writer.rows('SELECT 1 FROM episodes').length, 1);
  });

  it('refuses work after it was closed', async () => {
    const catalogue = await openCatalogue({ folder });
    await catalogue.close();
    await catalogue.close();
    await assert.rejects(
      catalogue.episodes.listPage({ limit: 1 }),
      errorWith('internal', 'CATALOGUE.CLOSED'),
    );
  });
});

async function fillScan(catalogue: Catalogue): Promise<void> {
  await catalogue.episodes.save(makeEpisode());
  for (let first = 0; first < 200; first += 20) {
    await catalogue.scans.append('ep-1', 'key', makeScanBatch({ first, shots: 20 }));
  }
}
