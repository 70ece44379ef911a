import { CastlineError } from '#domain/errors/castline-error.js';

/** Translates an error of the file system at the border; other errors pass unchanged. `path` is what was being worked on. */
export function translateFileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof CastlineError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !/^E[A-Z]/.test(code) || code.startsWith('ERR_')) return error;
  const facts = { path, errno: code };
  const options = { cause: error };
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, options);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const message = `${path} cannot be read or written (${code}); check the folder's owner and permissions`;
    return new CastlineError('environment', 'STORE.NOT_WRITABLE', message, facts, options);
  }
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'EAGAIN' || code === 'EBUSY') {
    return new CastlineError(
      'transient',
      'STORE.BUSY',
      `${path} is busy (${code}); try again`,
      facts,
      options,
    );
  }
  const message = `working on ${path} failed (${error.message}); check the disk`;
  return new CastlineError('environment', 'STORE.IO_ERROR', message, facts, options);
}

export function diskFull(path: string, options?: ErrorOptions): CastlineError {
  const message = `no space left to store ${path}; free some space and try again`;
  return new CastlineError('environment', 'DISK.FULL', message, { path }, options);
}

export function mediaMissing(what: string): CastlineError {
  return new CastlineError('not-found', 'MEDIA.MISSING', `there is no media file ${what}; was it deleted?`, {
    media: what,
  });
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
}
