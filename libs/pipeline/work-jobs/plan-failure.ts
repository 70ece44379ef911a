import { CastlineError, type ErrorKind } from '#domain/errors/castline-error.js';

export interface RetryPolicy {
  readonly maxAttempts: number;
  /** Wait before the second attempt; doubled for each further one. */
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
}

export type FailurePlan =
  | { readonly action: 'retry'; readonly afterMs: number; readonly reason: string }
  | { readonly action: 'fail'; readonly code: string; readonly message: string };

const IS_WORTH_RETRYING: Readonly<Record<ErrorKind, boolean>> = {
  transient: true,
  internal: true, // a bug may depend on the moment; maxAttempts bounds it
  environment: true, // a full disk or a missing file may be put right meanwhile
  usage: false,
  'not-found': false,
  'bad-media': false,
  'too-large': false,
  conflict: false,
  cancelled: false,
};

/** What becomes of a job whose attempt number `attempt` (from 1) ended with `error`. */
export function planFailure(error: unknown, attempt: number, policy: RetryPolicy): FailurePlan {
  const kind = error instanceof CastlineError ? error.kind : 'internal';
  const code = error instanceof CastlineError ? error.code : 'JOB.CRASHED';
  const message = error instanceof Error ? error.message : String(error);
  if (!IS_WORTH_RETRYING[kind]) return { action: 'fail', code, message };
  const reason = `${code}: ${message}`;
  if (attempt >= policy.maxAttempts) return poison(attempt, reason);
  return {
    action: 'retry',
    afterMs: Math.min(policy.retryBaseMs * 2 ** (attempt - 1), policy.retryMaxMs),
    reason,
  };
}

/** What becomes of a job whose worker fell silent in attempt number `attempt`. */
export function planAfterLostWorker(attempt: number, policy: RetryPolicy): FailurePlan {
  const reason = 'its worker ended or hung without a word';
  return attempt >= policy.maxAttempts ? poison(attempt, reason) : { action: 'retry', afterMs: 0, reason };
}

function poison(attempts: number, reason: string): FailurePlan {
  return {
    action: 'fail',
    code: 'JOB.POISON',
    message: `given up after ${attempts} attempts; the last one: ${reason}`,
  };
}
