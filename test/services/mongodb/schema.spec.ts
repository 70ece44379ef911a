import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import { type Collection, MongoClient } from 'mongodb';
import { bringUpToDate } from '#adapters/mongodb/migrations.js';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { errorWith } from '../../contract/error-with.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import { makeScanBatch, makeTrack } from '../../factories/scan-batch.factory.js';
import { dropDatabase, freshDatabase, useMongodb } from '../servers/start-mongodb.js';

interface Schema {
  readonly _id: string;
  readonly version: number;
  readonly holder: string | null;
  readonly heldUntil: number;
}

describe("the database's schema", () => {
  let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
  let client: MongoClient;
  let url: string;
  before(async () => {
    server = await useMongodb();
  });
  after(() => server?.stop());
  beforeEach(() => {
    assert.ok(server);
    url = freshDatabase(server.url);
    client = new MongoClient(url);
  });
  afterEach(async () => {
    await client.close();
    await dropDatabase(url);
  });
  const schema = () => client.db().collection<Schema>('schema');

  it('is made once by the first of several processes that open it at once', async () => {
    const catalogues = await Promise.all([1, 2, 3, 4].map(() => openMongoCatalogue(url)));
    for (const catalogue of catalogues) await catalogue.close();
    const found = await schema().find().toArray();
    assert.deepEqual(found, [{ _id: 'schema', version: 2, holder: null, heldUntil: 0 }]);
  });

  it('keeps every index that is declared', async () => {
    await (await openMongoCatalogue(url)).close();
    const jobs = await client.db().collection('jobs').indexes();
    const unique = jobs
      .filter((index) => index['unique'])
      .map((index) => Object.keys(index['key'] as object));
    assert.deepEqual(unique, [['activeKey']]);
    const events = await client.db().collection('events').indexes();
    assert.ok(events.some((index) => index['unique'] && JSON.stringify(index['key']) === '{"position":1}'));
  });

  it('is brought up to date by another when who began it died', async () => {
    const now = 1_000_000;
    await schema().insertOne({ _id: 'schema', version: 0, holder: 'dead', heldUntil: now - 1 });
    await bringUpToDate(client.db(), () => now);
    assert.equal((await schema().findOne())?.version, 2);
  });

  it('of an older Castline gets the index that came later, and keeps the others', async () => {
    await (await openMongoCatalogue(url)).close();
    const jobs = client.db().collection('jobs');
    const all = await indexKeys(jobs);
    await jobs.dropIndex('tenant_1_sequence_-1');
    await schema().updateOne({ _id: 'schema' }, { $set: { version: 1 } });
    await (await openMongoCatalogue(url)).close();
    assert.deepEqual(await indexKeys(jobs), all);
    assert.equal((await schema().findOne())?.version, 2);
  });

  it('of a newer Castline is refused and left as it is', async () => {
    const newer = { _id: 'schema', version: 999, holder: null, heldUntil: 0 };
    await schema().insertOne(newer);
    await assert.rejects(openMongoCatalogue(url), errorWith('environment', 'CATALOGUE.NEWER_SCHEMA'));
    assert.deepEqual(await schema().find().toArray(), [newer]);
  });

  it('takes a scan of more bytes than a document may have, and gives it back exactly', async () => {
    const catalogue = await openMongoCatalogue(url);
    try {
      const { episodes, scans } = catalogue.of(DEFAULT_TENANT);
      await episodes.save(makeEpisode());
      const template = Float32Array.from({ length: 512 }, (_, at) => at / 3);
      const exemplars = () => Array.from({ length: 900 }, () => template.slice());
      const batch = makeScanBatch({ first: 0, shots: 10 });
      const tracks = batch.tracks.map(({ id }) => makeTrack({ id, template, exemplars: exemplars() }));
      await scans.append('ep-1', 'scan', { ...batch, tracks });
      assert.ok((await catalogue.database.parts.countDocuments()) > 2, 'it lies in parts');
      assert.deepEqual((await scans.find('ep-1', 'scan'))?.tracks, tracks);
    } finally {
      await catalogue.close();
    }
  });
});

async function indexKeys(collection: Collection): Promise<string[]> {
  return (await collection.indexes()).map(({ key }) => JSON.stringify(key)).sort();
}
