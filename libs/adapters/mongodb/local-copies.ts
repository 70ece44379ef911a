import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface Copy {
  readonly path: string;
  readonly sizeInBytes: number;
  readonly ready: Promise<void>;
  borrowers: number;
}

/**
 * Local copies of files for programs that need a path. One that was given back is kept for the next borrower (the
 * stretches of an episode are worked one after the other) until the room is needed for others.
 */
export class LocalCopies {
  /** In the order of their last use. */
  private readonly copies = new Map<string, Copy>();

  private constructor(
    private readonly folder: string,
    private readonly mostBytes: number,
  ) {}

  /** Empties and makes this process's own folder under `folder`; those of processes that are gone are removed. */
  static async open(folder: string, mostBytes: number): Promise<LocalCopies> {
    const own = join(folder, String(process.pid));
    for (const name of await readdir(folder).catch(() => []))
      if (name === String(process.pid) || !isRunning(Number(name)))
        await rm(join(folder, name), { recursive: true, force: true });
    await mkdir(own, { recursive: true });
    return new LocalCopies(own, mostBytes);
  }

  async borrow(
    key: string,
    sizeInBytes: number,
    read: () => Promise<Readable>,
  ): Promise<{ readonly path: string; release(): Promise<void> }> {
    const copy = this.copies.get(key) ?? this.begin(key, sizeInBytes, read);
    copy.borrowers += 1;
    this.touch(key, copy);
    let isReleased = false;
    const release = async (): Promise<void> => {
      if (isReleased) return;
      isReleased = true;
      copy.borrowers -= 1;
      await this.makeRoom();
    };
    try {
      await copy.ready;
      return { path: copy.path, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private begin(key: string, sizeInBytes: number, read: () => Promise<Readable>): Copy {
    const path = join(this.folder, createHash('sha256').update(key).digest('hex'));
    const copy: Copy = { path, sizeInBytes, borrowers: 0, ready: this.fetch(path, read) };
    this.copies.set(key, copy);
    // whoever waits for it is told; the next borrower tries again
    copy.ready.catch(() => this.copies.delete(key));
    return copy;
  }

  private async fetch(path: string, read: () => Promise<Readable>): Promise<void> {
    const unfinished = `${path}.${randomUUID()}`;
    try {
      await pipeline(await read(), createWriteStream(unfinished));
      await rename(unfinished, path);
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  private touch(key: string, copy: Copy): void {
    this.copies.delete(key);
    this.copies.set(key, copy);
  }

  private async makeRoom(): Promise<void> {
    let bytes = [...this.copies.values()].reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0);
    for (const [key, copy] of this.copies) {
      if (bytes <= this.mostBytes) return;
      if (copy.borrowers > 0) continue;
      this.copies.delete(key);
      bytes -= copy.sizeInBytes;
      await rm(copy.path, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
