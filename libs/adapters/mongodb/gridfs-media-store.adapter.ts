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
import { beatUpload, forgetUpload, noteUpload, removeUpload } from './uploads.js';

/** An id is the SHA-256 of the content. */
const ID = /^[0-9a-f]{64}$/;

const BEAT_BYTES = 64 * 2 ** 20;

/**
 * One tenant's media in GridFS. A file is there when its document is; the bytes lie in GridFS before that, noted among
 * the uploads, so that what a dead process began (or began to delete) is swept by others: `sweepUploads`.
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
      await noteUpload(this.database, file);
      const { sha256, sizeInBytes } = await this.upload(path, file, before).catch(async (error: unknown) => {
        await this.discard(file).catch(() => undefined); // else it is swept
        throw error;
      });
      // whether it was kept is not known while the server does not answer: until then nothing may be removed
      await this.settle({ sha256, sizeInBytes, file: file.toHexString() });
      await unlink(path);
      return { id: sha256, sha256, sizeInBytes };
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
      const found = await this.lookUp(id);
      if (!found) return false;
      return this.withdraw(found);
    });
  }

  /** What lies in GridFS under this id and was not (or is no longer) kept; noted first, as its sweeper may have come before. */
  private async discard(file: ObjectId): Promise<void> {
    await noteUpload(this.database, file);
    await removeUpload(this.database, file);
  }

  private async withdraw({ _id, file }: Pick<MediaDocument, '_id' | 'file'>): Promise<boolean> {
    const id = new ObjectId(file);
    await noteUpload(this.database, id);
    const { deletedCount } = await this.database.media.deleteOne({ _id, file });
    await removeUpload(this.database, id);
    return deletedCount > 0;
  }

  /** @throws CastlineError `conflict` MEDIA.CHANGED_WHILE_READ */
  private async upload(
    path: string,
    file: ObjectId,
    before: Stats,
  ): Promise<{ sha256: string; sizeInBytes: number }> {
    const digest = createHash('sha256');
    let sizeInBytes = 0;
    let nextBeat = BEAT_BYTES;
    const watch = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        digest.update(chunk);
        sizeInBytes += chunk.length;
        if (sizeInBytes < nextBeat) return done(null, chunk);
        nextBeat += BEAT_BYTES;
        beatUpload(this.database, file).then(() => done(null, chunk), done);
      },
    });
    const target = this.database.files.openUploadStreamWithId(file, file.toHexString());
    await pipeline(createReadStream(path), watch, target);
    requireUnchanged(path, before, await lstat(path), sizeInBytes);
    await beatUpload(this.database, file);
    return { sha256: digest.digest('hex'), sizeInBytes };
  }

  /** The bytes are there; now the file is, unless it was there already, or a sweeper took its writer for dead. */
  private async settle(media: Pick<MediaDocument, 'sha256' | 'sizeInBytes' | 'file'>): Promise<void> {
    const file = new ObjectId(media.file);
    const document = { _id: idOf(this.tenant, media.sha256), tenant: this.tenant, ...media };
    try {
      await this.database.media.insertOne(document);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return removeUpload(this.database, file);
    }
    // a sweeper says first that it sweeps, and looks for the document after that: one of the two sees the other
    await beatUpload(this.database, file).catch(async (error: unknown) => {
      if (error instanceof CastlineError) await this.withdraw(document);
      throw error;
    });
    await forgetUpload(this.database, file);
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
