import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, type IndexDescription, MongoServerError } from 'mongodb';
import { CastlineError } from '#domain/errors/castline-error.js';
import { isDuplicate } from './translate-mongo-error.js';

interface SchemaDocument {
  readonly _id: 'schema';
  readonly version: number;
  /** Who migrates, and until when others believe that. */
  readonly holder: string | null;
  readonly heldUntil: number;
}

const HOLD_MS = 60_000;
const WAIT_MS = 100;
const NAMESPACE_NOT_FOUND = 26;

/** Every index there is, by collection. */
const INDEXES: Readonly<Record<string, readonly IndexDescription[]>> = {
  episodes: [
    { key: { tenant: 1, createdAt: -1, sequence: -1 } },
    { key: { tenant: 1, mediaId: 1 } },
    { key: { tenant: 1, series: 1 } },
    { key: { isTelling: 1 } },
  ],
  timelines: [{ key: { tenant: 1, episodeId: 1 } }],
  scans: [{ key: { tenant: 1, episodeId: 1, completedAs: -1 } }],
  parts: [{ key: { whole: 1, part: 1 }, unique: true }, { key: { tenant: 1, episodeId: 1 } }],
  crops: [{ key: { tenant: 1, episodeId: 1, trackId: 1 } }],
  stretch_plans: [{ key: { tenant: 1, episodeId: 1 } }],
  clips: [
    { key: { tenant: 1, episodeId: 1, startFrame: 1, endFrame: 1, _id: 1 } },
    { key: { tenant: 1, cutKey: 1, sequence: 1 } },
    { key: { tenant: 1, mediaId: 1 } },
    { key: { isTelling: 1 } },
  ],
  works: [
    { key: { tenant: 1, episodeId: 1, kind: 1, sequence: 1 } },
    { key: { tenant: 1, mediaId: 1 } },
    { key: { isTelling: 1 } },
  ],
  exports: [
    { key: { tenant: 1, createdAt: -1, sequence: -1 } },
    { key: { tenant: 1, episodeIds: 1 } },
    { key: { tenant: 1, mediaId: 1 } },
  ],
  casts: [{ key: { tenant: 1, sequence: 1 } }, { key: { isTelling: 1 } }],
  events: [{ key: { position: 1 }, unique: true }, { key: { tenant: 1, position: 1 } }],
  jobs: [
    { key: { activeKey: 1 }, unique: true },
    { key: { sequence: -1 } },
    { key: { state: 1, kind: 1, tenant: 1, sequence: 1 } },
    { key: { tenant: 1, episodeId: 1, sequence: -1 } },
    { key: { tenant: 1, sequence: -1 } },
  ],
  turns: [{ key: { kind: 1, tenant: 1 } }],
  tokens: [
    { key: { tenant: 1, id: 1 }, unique: true },
    { key: { tenant: 1, name: 1 }, unique: true },
  ],
  audit: [{ key: { tenant: 1, sequence: -1 } }],
  media: [{ key: { file: 1 } }],
};

/** Each brings the database from the version before it to its own; run once, in order. Written so that it may be run again. */
const MIGRATIONS: readonly ((db: Db) => Promise<void>)[] = [
  makeIndexes,
  makeIndexes, // jobs by tenant came later
];

/** Only those that are missing: not every server takes one that it has beside one that it lacks. */
async function makeIndexes(db: Db): Promise<void> {
  for (const [name, wanted] of Object.entries(INDEXES)) {
    const collection = db.collection(name);
    const found = await collection.listIndexes().toArray().catch(noneYet);
    const known = new Set(found.map(({ key }) => JSON.stringify(key)));
    const missing = wanted.filter(({ key }) => !known.has(JSON.stringify(key)));
    if (missing.length > 0) await collection.createIndexes(missing);
  }
}

/** What a server answers of a collection that is not there. */
function noneYet(error: unknown): never[] {
  if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return [];
  throw error;
}

/**
 * Brings the database to this version's schema, one process at a time; the others wait.
 * @throws CastlineError `environment` CATALOGUE.NEWER_SCHEMA
 */
export async function bringUpToDate(db: Db, now: () => number = Date.now): Promise<void> {
  const schema = db.collection<SchemaDocument>('schema');
  const us = randomUUID();
  for (;;) {
    const found = await schema.findOne({ _id: 'schema' });
    requireKnown(found?.version ?? 0);
    if (found?.version === MIGRATIONS.length) return;
    if (!found) await begin();
    const held = await schema.findOneAndUpdate(
      { _id: 'schema', heldUntil: { $lt: now() } },
      { $set: { holder: us, heldUntil: now() + HOLD_MS } },
      { returnDocument: 'after' },
    );
    if (held) break;
    await sleep(WAIT_MS);
  }
  const { version } = (await schema.findOne({ _id: 'schema' })) ?? { version: 0 };
  for (const [index, migrate] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await migrate(db);
    await schema.updateOne({ _id: 'schema', holder: us }, { $set: { version: index + 1 } });
  }
  await schema.updateOne({ _id: 'schema', holder: us }, { $set: { holder: null, heldUntil: 0 } });

  async function begin(): Promise<void> {
    const fresh: SchemaDocument = { _id: 'schema', version: 0, holder: null, heldUntil: 0 };
    await schema.insertOne(fresh).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error; // another process was first
    });
  }
}

function requireKnown(version: number): void {
  if (version <= MIGRATIONS.length) return;
  throw new CastlineError(
    'environment',
    'CATALOGUE.NEWER_SCHEMA',
    `the database was written by a newer Castline (schema ${version}, this one knows up to ${MIGRATIONS.length}); update Castline`,
    { version, known: MIGRATIONS.length },
  );
}
