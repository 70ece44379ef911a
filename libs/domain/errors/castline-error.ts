/**
 * The one error family. `code` is stable and machine-readable (`AREA.WHAT_HAPPENED`), `message` says what was
 * expected, what was got and what to do; facts are fields of the subclass. `kind` decides exit code and HTTP status.
 */
export type ErrorKind =
  | 'usage' // the request itself is wrong: exit 2, HTTP 400
  | 'not-found' // exit 3, HTTP 404
  | 'bad-media' // the file cannot be used: exit 4, HTTP 422
  | 'too-large' // over a configured limit: exit 4, HTTP 413
  | 'conflict' // exit 5, HTTP 409
  | 'environment' // something this machine lacks (ffmpeg, a model, disk space): exit 6, HTTP 503/507
  | 'transient' // may work when tried again: exit 75, HTTP 503
  | 'cancelled' // the user or a deadline stopped it: exit 130
  | 'internal'; // a bug: exit 1, HTTP 500

export class CastlineError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The process's exit code for each kind of error; documented in `castline --help`. */
export const EXIT_CODES: Readonly<Record<ErrorKind, number>> = {
  internal: 1,
  usage: 2,
  'not-found': 3,
  'bad-media': 4,
  'too-large': 4,
  conflict: 5,
  environment: 6,
  transient: 75,
  cancelled: 130,
};
