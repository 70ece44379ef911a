import type { Job, JobKind, JobProgress } from '#domain/episode/job.js';
import type { Page, PageRequest } from '#domain/paging/page.js';
import type { Claim, JobFilter, JobRequest, QueueDepth } from './job-table.port.js';

export interface JobContext {
  readonly job: Job;
  /** The right to work on it: what is written on its behalf is written under this fence (`Workspaces.of`). */
  readonly claim: Claim;
  /** Aborted when the job is cancelled, its lease is lost or the worker is draining past its grace period. */
  readonly signal: AbortSignal;
  /** Whether the job fails for good when its handler ends with this error; else it is tried again. */
  readonly isFinal: (error: unknown) => boolean;
  /** Stores progress (also renews the lease). Refused silently once the lease is lost. */
  readonly progress: (progress: JobProgress) => Promise<void>;
}

/** @param wasLost its worker had ended or hung without a word, and this is what became of the job */
export type JobListener = (job: Job, wasLost: boolean) => void;

export type JobHandler = (context: JobContext) => Promise<void>;

/** Durable work. A job is run at least once; one whose worker died is run again, at most `maxAttempts` times, then parked as failed with its reason. */
export abstract class JobQueue {
  /** Adds a job; one of the same tenant and `key` that is still queued or running is returned instead. */
  abstract enqueue(request: JobRequest): Promise<Job>;
  /** Starts working jobs of this kind, `concurrency` at a time; resolves to a stop function that drains (waits for active jobs up to `graceMs`, then aborts them and puts them back). */
  abstract work(
    kind: JobKind,
    handler: JobHandler,
    options?: { concurrency?: number },
  ): Promise<(graceMs: number) => Promise<void>>;
  abstract find(id: string): Promise<Job | undefined>;
  /** How much waits and is worked on; kinds of which there is no job are left out. */
  abstract depths(): Promise<QueueDepth[]>;
  /** Newest first. */
  abstract list(filter?: JobFilter): Promise<Job[]>;
  /** The same, page by page. @throws CastlineError usage PAGE.UNKNOWN */
  abstract listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>>;
  /** Final: a cancelled job is never run again. False when it had already ended. */
  abstract cancel(id: string): Promise<boolean>;
  /** Called with every change that this process makes to a job; returns an unsubscribe function. */
  abstract watch(listener: JobListener): () => void;
}
