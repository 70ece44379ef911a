import { CastlineError } from '#domain/errors/castline-error.js';

/** SQLite's name for what went wrong (`SQLITE_BUSY`, `SQLITE_IOERR_WRITE`, ...); undefined when the error is not SQLite's. */
function sqliteCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code: unknown = (error as { code?: unknown }).code;
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
  // Opening a file fails before the driver makes its own error: only the result code at the end of the text is left.
  const opened = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(error.message);
  return opened ? 'SQLITE_CANTOPEN' : undefined;
}

export function isBusy(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code !== undefined && (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'));
}

/** Translates an SDK error at the border; errors that are not SQLite's pass unchanged. `path` is the catalogue's file. */
export function translateSqliteError(error: unknown, path: string): unknown {
  const code = sqliteCodeOf(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const make = (kind: CastlineError['kind'], name: string, message: string) =>
    new CastlineError(kind, name, message, { path, sqlite: code }, { cause: error });

  if (isBusy(error)) {
    return make(
      'transient',
      'CATALOGUE.BUSY',
      `the catalogue ${path} stayed locked by another process; try again`,
    );
  }
  if (code === 'SQLITE_FULL') {
    return make(
      'environment',
      'DISK.FULL',
      `no space left for the catalogue ${path}; free some space and try again`,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return corruptCatalogue(path, error.message, error);
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) {
    return make(
      'environment',
      'CATALOGUE.NOT_WRITABLE',
      `the catalogue ${path} cannot be opened for writing (${error.message}); check the folder's owner and permissions`,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return make(
      'environment',
      'CATALOGUE.IO_ERROR',
      `reading or writing the catalogue ${path} failed (${code}); check the disk, its quota and that it is no network folder`,
    );
  }
  return make(
    'internal',
    'CATALOGUE.STATEMENT_FAILED',
    `the catalogue refused a statement: ${error.message}`,
  );
}

export function corruptCatalogue(path: string, what: string, cause?: unknown): CastlineError {
  return new CastlineError(
    'environment',
    'CATALOGUE.CORRUPT',
    `the catalogue ${path} is damaged (${what}). Stop every castline process, keep a copy of the file and of its -wal ` +
      'neighbour, then restore a backup, or move the file away to begin with an empty catalogue: episodes stay where ' +
      'they are and can be analysed again',
    { path },
    { cause },
  );
}
