import { CastlineError, type ErrorKind } from '#domain/errors/castline-error.js';

/** For `assert.rejects`: a CastlineError of this kind and code. */
export function errorWith(kind: ErrorKind, code: string): (error: unknown) => boolean {
  return (error) => {
    if (error instanceof CastlineError && error.kind === kind && error.code === code) return true;
    throw new Error(`expected a CastlineError ${kind} ${code}, got ${String(error)}`, { cause: error });
  };
}
