import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { CastlineError } from '#domain/errors/castline-error.js';

/** What was read of a file: the SHA-256 of its bytes, in hexadecimal, and their number. */
export interface Digest {
  readonly sha256: string;
  readonly sizeInBytes: number;
}

const CHUNK_BYTES = 2 ** 20;

export async function digestFile(path: string): Promise<Digest> {
  const counting = digester();
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
    counting.add(chunk as Buffer);
  return counting.end();
}

/** Copies to a new file, which is on the disk for good when the promise resolves. */
export async function copyDurably(source: string, target: string): Promise<Digest> {
  const counting = digester();
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(source, { highWaterMark: CHUNK_BYTES })) {
      counting.add(chunk as Buffer);
      yield chunk as Buffer;
    }
  }
  const file = await open(target, 'wx', 0o640);
  try {
    await writeFile(file, counted());
    await file.sync();
  } finally {
    await file.close();
  }
  return counting.end();
}

/** Bytes of a file (`file`) or names in a folder (`folder`) survive a power cut once this resolves. */
export async function flush(path: string, what: 'file' | 'folder'): Promise<void> {
  const isWindows = process.platform === 'win32';
  if (what === 'folder' && isWindows) return; // Windows opens no folders, and needs no flush of names
  const handle = await open(path, isWindows ? 'r+' : 'r'); // elsewhere a file that may only be read can be flushed too
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws CastlineError `conflict` MEDIA.CHANGED_WHILE_READ when the file was written to meanwhile */
export function requireUnchanged(path: string, before: Stats, after: Stats, digest: Digest): void {
  const isSame = before.size === after.size && before.mtimeMs === after.mtimeMs && before.ino === after.ino;
  if (isSame && digest.sizeInBytes === after.size) return;
  throw new CastlineError(
    'conflict',
    'MEDIA.CHANGED_WHILE_READ',
    `${path} changed while it was read; wait until it is written completely, then try again`,
    { path },
  );
}

function digester() {
  const hash = createHash('sha256');
  let sizeInBytes = 0;
  return {
    add: (chunk: Buffer): void => {
      hash.update(chunk);
      sizeInBytes += chunk.length;
    },
    end: (): Digest => ({ sha256: hash.digest('hex'), sizeInBytes }),
  };
}
