import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { CastlineError } from '#domain/errors/castline-error.js';
import { MediaStore, type StoredMedia } from '#ports/media-store.port.js';
import { copyDurably, type Digest, digestFile, flush, requireUnchanged } from './durable-files.js';
import { diskFull, isMissing, mediaMissing, translateFileError } from './translate-file-error.js';

/** An unfinished copy is touched all the time; one that was not for so long is a dead process's. */
const ABANDONED_MS = 15 * 60_000;

/** An id is the SHA-256 of the content. Nothing else ever becomes part of a path. */
const ID = /^[0-9a-f]{64}$/;

/**
 * Media on a folder: `ab/cd/<sha256>`, whole files only. Unfinished copies live under `unfinished/` and are swept when
 * the store is opened. Several processes may use one folder.
 */
export class FolderMediaStore extends MediaStore {
  private constructor(private readonly folder: string) {
    super();
  }

  /** Makes the folder where it is missing. @throws CastlineError `environment` STORE.NOT_WRITABLE, DISK.FULL */
  static async open(folder: string): Promise<FolderMediaStore> {
    const store = new FolderMediaStore(folder);
    await translated(folder, async () => {
      await mkdir(store.unfinished, { recursive: true });
      await store.sweep();
    });
    return store;
  }

  /** Moves where it can (same disk), else copies and removes the source. The file must not be written to meanwhile. */
  async adopt(path: string): Promise<StoredMedia> {
    return translated(path, async () => {
      const before = await this.requireFile(path);
      const isSameDisk = before.dev === (await stat(this.unfinished)).dev;
      const digest = isSameDisk ? await this.adoptByMove(path, before) : await this.adoptByCopy(path, before);
      return { id: digest.sha256, ...digest };
    });
  }

  async find(id: string): Promise<StoredMedia | undefined> {
    if (!ID.test(id)) return undefined;
    return translated(id, async () => {
      const size = await this.sizeOf(id);
      return size === undefined ? undefined : { id, sha256: id, sizeInBytes: size };
    });
  }

  async open(id: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    return translated(id, async () => {
      const handle = await open(this.pathOf(id), 'r').catch((error: unknown) => {
        throw isMissing(error) ? mediaMissing(id) : error;
      });
      try {
        const { size } = await handle.stat();
        const { start, end } = range ?? { start: 0, end: size };
        requireRange({ start, end, size });
        if (start === Math.min(end, size)) {
          await handle.close();
          return Readable.from([]);
        }
        return handle.createReadStream({ start, end: Math.min(end, size) - 1 }); // Node's end is inclusive
      } catch (error) {
        await handle.close();
        throw error;
      }
    });
  }

  async borrowPath(id: string): Promise<{ readonly path: string; release(): Promise<void> }> {
    return translated(id, async () => {
      if ((await this.sizeOf(id)) === undefined) throw mediaMissing(id);
      return { path: this.pathOf(id), release: async () => undefined };
    });
  }

  async delete(id: string): Promise<boolean> {
    if (!ID.test(id)) return false;
    return translated(id, async () => {
      try {
        await unlink(this.pathOf(id));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    });
  }

  private get unfinished(): string {
    return join(this.folder, 'unfinished');
  }

  /** @throws CastlineError `not-found` MEDIA.MISSING for anything that is no id */
  private pathOf(id: string): string {
    if (!ID.test(id)) throw mediaMissing(JSON.stringify(id.slice(0, 80)));
    return join(this.folder, id.slice(0, 2), id.slice(2, 4), id);
  }

  private async sizeOf(id: string): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(id))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  private async requireFile(path: string): Promise<Stats> {
    const found = await lstat(path).catch((error: unknown) => {
      throw isMissing(error) ? mediaMissing(path) : error;
    });
    if (found.isFile()) return found;
    // A link would be moved instead of what it points to; a pipe or a folder has no bytes to move.
    throw new CastlineError('usage', 'MEDIA.NOT_A_FILE', `${path} is no regular file; give the file itself`, {
      path,
    });
  }

  private async adoptByMove(path: string, before: Stats): Promise<Digest> {
    const digest = await digestFile(path);
    requireUnchanged(path, before, await lstat(path), digest);
    await flush(path, 'file');
    try {
      await this.settle(path, digest);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EXDEV') return this.adoptByCopy(path, before); // one disk, mounted twice
      throw error;
    }
    return digest;
  }

  private async adoptByCopy(path: string, before: Stats): Promise<Digest> {
    const disk = await statfs(this.unfinished);
    if (disk.bavail * disk.bsize < before.size) throw diskFull(path);
    const copy = join(this.unfinished, randomUUID());
    try {
      const digest = await copyDurably(path, copy);
      requireUnchanged(path, before, await lstat(path), digest);
      await this.settle(copy, digest);
      await unlink(path);
      return digest;
    } finally {
      await rm(copy, { force: true });
    }
  }

  /** Puts a complete, flushed file in its place: one rename, so that it is there whole or not at all. */
  private async settle(path: string, digest: Digest): Promise<void> {
    const target = this.pathOf(digest.sha256);
    const there = await stat(target).catch(() => undefined);
    const source = await stat(path);
    if (there?.ino === source.ino && there.dev === source.dev) return; // the store's own file was given
    if (there?.size !== digest.sizeInBytes) {
      await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
    }
    for (const folder of [dirname(target), dirname(dirname(target)), this.folder])
      await flush(folder, 'folder');
    if (there?.size === digest.sizeInBytes) await unlink(path); // the same bytes are there for good: this copy is not needed
  }

  private async sweep(): Promise<void> {
    for (const name of await readdir(this.unfinished)) {
      const path = join(this.unfinished, name);
      const found = await stat(path).catch(() => undefined); // another process may sweep too
      if (found && Date.now() - found.mtimeMs > ABANDONED_MS)
        await rm(path, { force: true, recursive: true });
    }
  }
}

function requireRange({ start, end, size }: { start: number; end: number; size: number }): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && start <= size)
    return;
  const message = `expected a range within [0, ${size}), got [${start}, ${end})`;
  throw new CastlineError('usage', 'MEDIA.BAD_RANGE', message, { start, end, size });
}

async function translated<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translateFileError(error, what);
  }
}
