import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import { notAVideo } from './media-errors.js';

/** A file as it was at one moment; two that differ mean that somebody wrote to it. */
export interface SourceFile {
  readonly absolutePath: string;
  readonly sizeInBytes: number;
  readonly identity: string;
}

/** @throws CastlineError MEDIA.MISSING, MEDIA.EMPTY, MEDIA.NOT_A_VIDEO (no regular file), MEDIA.UNREADABLE. */
export async function openSource(path: string): Promise<SourceFile> {
  const absolutePath = resolve(path);
  if (absolutePath.includes('\0')) throw missing(path, undefined);
  const facts = await stat(absolutePath, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw missing(path, error);
    throw new CastlineError(
      'environment',
      'MEDIA.UNREADABLE',
      `${path} cannot be read: ${error.message}`,
      {},
      { cause: error },
    );
  });
  if (!facts.isFile()) throw notAVideo(`${path} is no regular file`);
  if (facts.size === 0n) {
    throw new CastlineError('bad-media', 'MEDIA.EMPTY', `${path} is empty (0 bytes); copy it again`);
  }
  const identity = [facts.dev, facts.ino, facts.size, facts.mtimeNs].join(':');
  return { absolutePath, sizeInBytes: Number(facts.size), identity };
}

/** Whether it begins as MP4 and QuickTime files do (ISO/IEC 14496-12, a box's type in bytes 4 to 7), whatever its name. */
export async function beginsLikeMp4({ absolutePath }: SourceFile): Promise<boolean> {
  const file = await open(absolutePath, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return /^(ftyp|moov|mdat|free|skip|wide|pnot|styp)$/.test(buffer.toString('latin1', 4, 8));
  } finally {
    await file.close();
  }
}

/** @throws CastlineError MEDIA.CHANGED_WHILE_READ when the file is not what it was. */
export async function checkUnchanged(before: SourceFile): Promise<void> {
  const after = await openSource(before.absolutePath).catch(() => undefined);
  if (after?.identity === before.identity) return;
  throw new CastlineError(
    'bad-media',
    'MEDIA.CHANGED_WHILE_READ',
    `${before.absolutePath} changed while it was read; wait until it is complete and try again`,
  );
}

function missing(path: string, cause: unknown): CastlineError {
  return new CastlineError('not-found', 'MEDIA.MISSING', `there is no file ${path}`, { path }, { cause });
}
