import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, unlink } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectId } from 'mongodb';
import { CastlineError } from '#domain/errors/castline-error.js';
import { MediaStore, type StoredMedia } from '#ports/media-store.port.js';
import type { MediaDocument } from './documents.js';
import { idOf } from './ids.js';
import type { LocalCopies } from './local-copies.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate, translateMongoError } from './translate-mongo-error.js';

/** An id is the SHA-256 of the content. */
const ID = /^[0-9a-f]{64}$/;

const BEAT_BYTES = 64 * 2 ** 20;

/**
 * One tenant's media in GridFS. A file is there when its document is, which is its last write: the bytes lie in GridFS
 * before that, noted among the uploads, so that what a dead process began can be swept (`sweepUploads`).
 */
export class GridfsMediaStore extends MediaStore {
  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    private readonly copies: LocalCopies,
  ) {
    super();
  }

  /** Copies and removes the source. The file must not be written to meanwhile. */
  async adopt(path: string): Promise<StoredMedia> {
    return translated(async () => {
      const before = await requireFile(path);
      const file = new ObjectId();
      await this.database.uploads.insertOne({ _id: file.toHexString(), beat: 0 });
      try {
        const { sha256, sizeInBytes } = await this.upload(path, file);
        requireUnchanged(path, before, await lstat(path), sizeInBytes);
        const isKept = await this.settle({ sha256, sizeInBytes, file: file.toHexString() });
        if (!isKept) await this.database.files.delete(file);
        await unlink(path);
        return { id: sha256, sha256, sizeInBytes };
      } catch (error) {
        await this.forget(file);
        throw error;
      } finally {
        await this.database.uploads.deleteOne({ _id: file.toHexString() });
      }
    });
  }

  async find(id: string): Promise<StoredMedia | undefined> {
    return translated(async () => {
      const found = await this.lookUp(id);
      return found ? { id, sha256: found.sha256, sizeInBytes: found.sizeInBytes } : undefined;
    });
  }

  async open(id: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    return translated(async () => {
      const { file, sizeInBytes } = await this.require(id);
      const { start, end } = range ?? { start: 0, end: sizeInBytes };
      requireRange({ start, end, size: sizeInBytes });
      const last = Math.min(end, sizeInBytes);
      if (start === last) return Readable.from([]);
      // GridFS counts as we do: the end is not part of the range
      return this.database.files.openDownloadStream(new ObjectId(file), { start, end: last });
    });
  }

  async borrowPath(id: string): Promise<{ readonly path: string; release(): Promise<void> }> {
    return translated(async () => {
      const { sizeInBytes } = await this.require(id);
      return this.copies.borrow(idOf(this.tenant, id), sizeInBytes, () => this.open(id));
    });
  }

  async delete(id: string): Promise<boolean> {
    return translated(async () => {
      const deleted = ID.test(id)
        ? await this.database.media.findOneAndDelete({ _id: idOf(this.tenant, id) })
        : null;
      if (!deleted) return false;
      await this.forget(new ObjectId(deleted.file));
      return true;
    });
  }

  private async upload(path: string, file: ObjectId): Promise<{ sha256: string; sizeInBytes: number }> {
    const digest = createHash('sha256');
    let sizeInBytes = 0;
    let nextBeat = BEAT_BYTES;
    const watch = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        digest.update(chunk);
        sizeInBytes += chunk.length;
        if (sizeInBytes < nextBeat) return done(null, chunk);
        nextBeat += BEAT_BYTES;
        const beat = this.database.uploads.updateOne({ _id: file.toHexString() }, { $inc: { beat: 1 } });
        beat.then(() => done(null, chunk), done);
      },
    });
    const target = this.database.files.openUploadStreamWithId(file, file.toHexString());
    await pipeline(createReadStream(path), watch, target);
    return { sha256: digest.digest('hex'), sizeInBytes };
  }

  /** False when the same bytes are there already. */
  private async settle(media: Pick<MediaDocument, 'sha256' | 'sizeInBytes' | 'file'>): Promise<boolean> {
    try {
      await this.database.media.insertOne({
        _id: idOf(this.tenant, media.sha256),
        tenant: this.tenant,
        ...media,
      });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async forget(file: ObjectId): Promise<void> {
    await this.database.files.delete(file).catch(() => undefined); // it was not complete, or another was first
    await this.database.chunks.deleteMany({ files_id: file }).catch(() => undefined);
  }

  private async lookUp(id: string): Promise<MediaDocument | null> {
    return ID.test(id) ? this.database.media.findOne({ _id: idOf(this.tenant, id) }) : null;
  }

  private async require(id: string): Promise<MediaDocument> {
    const found = await this.lookUp(id);
    if (!found) throw mediaMissing(ID.test(id) ? id : JSON.stringify(id.slice(0, 80)));
    return found;
  }
}

/** Removes what writers left behind that have not moved since `earlier`. Returns the uploads as they are now, for the next look. */
export async function sweepUploads(
  database: MongoDatabase,
  earlier: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const now = new Map<string, number>();
  for (const { _id, beat } of await database.uploads.find().toArray()) {
    now.set(_id, beat);
    if (earlier.get(_id) !== beat) continue;
    if (!(await database.media.findOne({ file: _id }))) {
      const file = new ObjectId(_id);
      await database.files.delete(file).catch(() => undefined);
      await database.chunks.deleteMany({ files_id: file });
    }
    await database.uploads.deleteOne({ _id, beat });
    now.delete(_id);
  }
  return now;
}

async function requireFile(path: string): Promise<Stats> {
  const found = await lstat(path).catch((error: unknown) => {
    throw isMissing(error) ? mediaMissing(path) : error;
  });
  if (found.isFile()) return found;
  throw new CastlineError('usage', 'MEDIA.NOT_A_FILE', `${path} is no regular file; give the file itself`, {
    path,
  });
}

function requireUnchanged(path: string, before: Stats, after: Stats, read: number): void {
  if (after.size === read && after.mtimeMs === before.mtimeMs && after.size === before.size) return;
  const message = `${path} was written to while it was taken over; try again when it is finished`;
  throw new CastlineError('conflict', 'MEDIA.CHANGED_WHILE_READ', message, { path });
}

function requireRange({ start, end, size }: { start: number; end: number; size: number }): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && start <= size)
    return;
  const message = `expected a range within [0, ${size}), got [${start}, ${end})`;
  throw new CastlineError('usage', 'MEDIA.BAD_RANGE', message, { start, end, size });
}

function mediaMissing(what: string): CastlineError {
  return new CastlineError('not-found', 'MEDIA.MISSING', `there is no media file ${what}; was it deleted?`, {
    media: what,
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translateMongoError(error);
  }
}
