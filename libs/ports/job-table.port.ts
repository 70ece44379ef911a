import type { Job, JobKind, JobProgress } from '#domain/episode/job.js';
import type { Page, PageRequest } from '#domain/paging/page.js';
import type { TenantId } from '#domain/tenancy/tenant.js';

export interface JobRequest {
  readonly kind: JobKind;
  /** The default tenant when absent. */
  readonly tenant?: TenantId;
  readonly episodeId: string;
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface JobFilter {
  readonly tenant?: TenantId | undefined;
  readonly episodeId?: string | undefined;
  readonly state?: Job['state'] | undefined;
  readonly kind?: JobKind | undefined;
}

/** A right to work on a job: every write of the worker names it, and fails once somebody else holds the job. */
export interface Claim {
  readonly id: string;
  /** Fencing token: counts every claim of the job, and is never used twice. */
  readonly token: number;
}

/** What a running job's record says of its worker: `beat` counts up while the worker lives. */
export interface Lease extends Claim {
  readonly beat: number;
}

export interface RunningJob extends Lease {
  readonly owner: string | null;
  readonly attempts: number;
}

/** The jobs of one kind that wait or are worked on. */
export interface QueueDepth {
  readonly kind: JobKind;
  readonly state: 'queued' | 'running';
  readonly jobs: number;
  /** When the oldest of them was asked for, RFC 3339. */
  readonly oldest: string;
}

type JobFailure = { readonly code: string; readonly message: string };

/**
 * The truth about jobs. Every method is one durable step; `undefined` from a change means that it was refused: the job
 * is not there, has ended, or the claim does not hold any more.
 */
export abstract class JobTable {
  /** Adds a job; one of the same tenant and `key` that is still queued or running is returned instead. */
  abstract enqueue(request: JobRequest): Promise<{ job: Job; isNew: boolean }>;
  /**
   * Takes a waiting job of this kind whose time has come: of the tenant that was served longest ago the oldest, so that
   * nobody waits behind another's flood; or the job `id`, if that is such a one.
   * @param longestWaitMs bounds how long a clock that was set back can hold up a retry
   */
  abstract claim(
    kind: JobKind,
    owner: string,
    longestWaitMs: number,
    id?: string,
  ): Promise<{ job: Job; claim: Claim } | undefined>;
  /** A look without a lock: is anything due, and who works on what? */
  abstract survey(kind: JobKind, longestWaitMs: number): Promise<{ hasDue: boolean; running: RunningJob[] }>;
  /** The worker lives. */
  abstract renew(claims: readonly Claim[]): Promise<void>;
  abstract saveProgress(claim: Claim, progress: JobProgress): Promise<Job | undefined>;
  abstract finish(claim: Claim): Promise<Job | undefined>;
  abstract fail(claim: Claim, failure: JobFailure): Promise<Job | undefined>;
  abstract retryLater(claim: Claim, afterMs: number): Promise<Job | undefined>;
  /** Gives the job up without counting the attempt. */
  abstract putBack(claim: Claim): Promise<Job | undefined>;
  /** Takes the job from a worker that fell silent after this very beat: back to the queue, or failed. */
  abstract takeFromLost(lease: Lease, failure: JobFailure | null): Promise<Job | undefined>;
  /** Ends a job that is queued or running. */
  abstract cancel(id: string): Promise<Job | undefined>;
  abstract find(id: string): Promise<Job | undefined>;
  /** Of all tenants; kinds of which there is no job are left out. */
  abstract depths(): Promise<QueueDepth[]>;
  /** Newest first. */
  abstract list(filter: JobFilter): Promise<Job[]>;
  /** The same, page by page. @throws CastlineError usage PAGE.UNKNOWN */
  abstract listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>>;
}
