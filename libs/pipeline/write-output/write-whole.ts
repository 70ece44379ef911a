import { randomUUID } from 'node:crypto';
import { access, constants, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import { makeFolder } from '../make-folder.js';

/**
 * Writes a file that appears whole under its name or not at all: a temporary neighbour is written, flushed and renamed.
 * @throws CastlineError environment DISK.FULL, OUTPUT.NOT_WRITABLE
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.castline-${randomUUID()}.tmp`);
  try {
    await makeFolder(dirname(path));
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeError(path, cause);
  }
}

/** Makes a folder for results. @throws CastlineError environment DISK.FULL, OUTPUT.NOT_WRITABLE */
export async function makeOutputFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((cause: unknown) => {
    throw writeError(folder, cause);
  });
}

/**
 * Looks whether a folder can be written or made, so that this is known before an hour of work. Makes nothing.
 * @throws CastlineError environment OUTPUT.NOT_WRITABLE
 */
export async function assertWritableFolder(folder: string): Promise<void> {
  for (let existing = folder; ; existing = dirname(existing)) {
    try {
      if (!(await stat(existing)).isDirectory())
        throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
      await access(existing, constants.W_OK | constants.X_OK);
      return;
    } catch (cause) {
      const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
      if (!isMissing || existing === dirname(existing)) throw writeError(folder, cause);
    }
  }
}

function writeError(path: string, cause: unknown): CastlineError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CastlineError(
      'environment',
      'DISK.FULL',
      `no space left to write ${path}; free some and run the same command again`,
      { path },
      { cause },
    );
  }
  return new CastlineError(
    'environment',
    'OUTPUT.NOT_WRITABLE',
    `cannot write ${path} (${code || String(cause)})`,
    { path },
    { cause },
  );
}
