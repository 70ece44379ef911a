import { type Collection, type Db, type Document, GridFSBucket, MongoClient, type ObjectId } from 'mongodb';
import { CastlineError } from '#domain/errors/castline-error.js';
import type * as documents from './documents.js';
import { bringUpToDate } from './migrations.js';
import { translateMongoError } from './translate-mongo-error.js';

/** How long a server that does not answer is waited for. */
const SERVER_SELECTION_MS = 5_000;
const SOCKET_SILENCE_MS = 30_000;

/** One database with its collections. No write of ours needs a transaction: each is of one document. */
export class MongoDatabase {
  readonly episodes: Collection<documents.EpisodeDocument>;
  readonly timelines: Collection<documents.TimelineDocument>;
  readonly scans: Collection<documents.ScanDocument>;
  readonly parts: Collection<documents.PartDocument>;
  readonly crops: Collection<documents.CropDocument>;
  readonly stretchPlans: Collection<documents.StretchPlanDocument>;
  readonly clips: Collection<documents.ClipDocument>;
  readonly works: Collection<documents.WorkDocument>;
  readonly exports: Collection<documents.ExportDocument>;
  readonly casts: Collection<documents.CastDocument>;
  readonly events: Collection<documents.EventDocument>;
  readonly jobs: Collection<documents.JobDocument>;
  readonly turns: Collection<documents.TurnDocument>;
  readonly tokens: Collection<documents.TokenDocument>;
  readonly audit: Collection<documents.AuditDocument>;
  readonly media: Collection<documents.MediaDocument>;
  readonly bookmarks: Collection<documents.BookmarkDocument>;
  readonly uploads: Collection<documents.UploadDocument>;
  readonly files: GridFSBucket;
  /** GridFS's own collections: of the files, and of their bytes. */
  readonly fileHeads: Collection<{ _id: ObjectId }>;
  readonly chunks: Collection<{ files_id: ObjectId }>;

  private constructor(
    private readonly client: MongoClient,
    readonly db: Db,
  ) {
    const of = <Schema extends Document>(name: string): Collection<Schema> => db.collection<Schema>(name);
    this.episodes = of('episodes');
    this.timelines = of('timelines');
    this.scans = of('scans');
    this.parts = of('parts');
    this.crops = of('crops');
    this.stretchPlans = of('stretch_plans');
    this.clips = of('clips');
    this.works = of('works');
    this.exports = of('exports');
    this.casts = of('casts');
    this.events = of('events');
    this.jobs = of('jobs');
    this.turns = of('turns');
    this.tokens = of('tokens');
    this.audit = of('audit');
    this.media = of('media');
    this.bookmarks = of('bookmarks');
    this.uploads = of('uploads');
    this.files = new GridFSBucket(db, { bucketName: 'media_files' });
    this.fileHeads = of('media_files.files');
    this.chunks = of('media_files.chunks');
  }

  /**
   * Connects and brings the schema up to date. The URL's path names the database.
   * @throws CastlineError `transient` CATALOGUE.UNREACHABLE; `environment` CATALOGUE.REFUSED, CATALOGUE.NEWER_SCHEMA
   */
  static async open(url: string): Promise<MongoDatabase> {
    let client: MongoClient | undefined;
    try {
      client = new MongoClient(url, {
        appName: 'castline',
        serverSelectionTimeoutMS: SERVER_SELECTION_MS,
        socketTimeoutMS: SOCKET_SILENCE_MS,
        // where there is a replica set: what was acknowledged survives the loss of a member
        writeConcern: { w: 'majority' },
        ignoreUndefined: true,
      });
      await client.connect();
      const database = new MongoDatabase(client, client.db());
      await bringUpToDate(database.db);
      return database;
    } catch (error) {
      await client?.close().catch(() => undefined);
      throw translateMongoError(error);
    }
  }

  /** The next number of a counter: 1, 2, 3, ... */
  async next(counter: 'sequence' | 'turn'): Promise<number> {
    const counted = await this.db
      .collection<documents.CounterDocument>('counters')
      .findOneAndUpdate({ _id: counter }, { $inc: { value: 1 } }, { upsert: true, returnDocument: 'after' });
    if (!counted)
      throw new CastlineError('internal', 'CATALOGUE.STATEMENT_FAILED', `${counter} was not counted`);
    return counted.value;
  }

  async ping(): Promise<void> {
    await this.db.command({ ping: 1 });
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
