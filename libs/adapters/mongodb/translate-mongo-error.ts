import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { CastlineError } from '#domain/errors/castline-error.js';

const DUPLICATE_KEY = 11_000;
/** Unauthorized, AuthenticationFailed. */
const REFUSED = [13, 18];
/** OutOfDiskSpace. */
const DISK_FULL = 14_031;

export function isDuplicate(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** Translates an error of the driver at the border; other errors pass unchanged. */
export function translateMongoError(error: unknown): unknown {
  if (!(error instanceof MongoError) || error instanceof CastlineError) return error;
  const make = (kind: CastlineError['kind'], code: string, message: string): CastlineError =>
    new CastlineError(kind, code, message, { mongodb: error.code ?? error.name }, { cause: error });
  if (error instanceof MongoServerError) {
    if (REFUSED.includes(Number(error.code)))
      return make(
        'environment',
        'CATALOGUE.REFUSED',
        `MongoDB refuses us (${error.message}); check user and password in CASTLINE_MONGODB_URL`,
      );
    if (error.code === DISK_FULL)
      return make('environment', 'DISK.FULL', 'MongoDB has no space left; make some and try again');
  }
  if (isPassing(error))
    return make(
      'transient',
      'CATALOGUE.UNREACHABLE',
      `MongoDB does not answer (${error.message}); try again`,
    );
  return make(
    'internal',
    'CATALOGUE.STATEMENT_FAILED',
    `MongoDB did not do what it was asked (${error.message})`,
  );
}

/** Whether the same may work a moment later: the network, a server that restarts, an election. */
function isPassing(error: MongoError): boolean {
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.name === 'MongoNotConnectedError' ||
    error.name === 'MongoTopologyClosedError' ||
    error.name === 'MongoClientClosedError' ||
    error.name.startsWith('MongoPool') ||
    error.name.startsWith('MongoWaitQueue')
  );
}

/** The same repository; what the driver throws in it is translated. */
export function withTranslatedErrors<Repository extends object>(repository: Repository): Repository {
  return new Proxy(repository, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const method = member.bind(target) as (...values: unknown[]) => unknown;
      return (...values: unknown[]): unknown => {
        const result = method(...values);
        if (!(result instanceof Promise)) return result;
        return result.catch((error: unknown) => {
          throw translateMongoError(error);
        });
      };
    },
  });
}
