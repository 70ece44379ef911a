import type { Job, JobKind } from '#domain/episode/job.js';
import type { Page, PageRequest } from '#domain/paging/page.js';
import { type JobHandler, type JobListener, JobQueue } from '#ports/job-queue.port.js';
import type { JobSignal } from '#ports/job-signal.port.js';
import type { JobFilter, JobRequest, JobTable, QueueDepth } from '#ports/job-table.port.js';
import { JobWorker, type WorkerSettings } from './job-worker.js';
import { identifyProcess } from './process-identity.js';
import { QuietSignal } from './quiet-signal.js';

export interface JobQueueOptions extends Partial<WorkerSettings> {
  /** Told of failures that have no caller: of the catalogue while polling, of a listener. A process warning by default. */
  readonly onError?: (error: unknown) => void;
  /** Tells workers of jobs; without one, or while it is away, they look for themselves. */
  readonly signal?: JobSignal;
}

const DEFAULTS: WorkerSettings = {
  leaseMs: 15_000,
  heartbeatMs: 2_000,
  pollMs: 200,
  sweepMs: 15_000,
  abortMs: 10_000,
  maxAttempts: 3,
  retryBaseMs: 1_000,
  retryMaxMs: 60_000,
};

/** Jobs worked under leases over a table that any number of processes share. The table decides; a signal only hurries. */
export class LeasedJobQueue extends JobQueue {
  private readonly settings: WorkerSettings;
  private readonly onError: (error: unknown) => void;
  private readonly signal: QuietSignal;
  private readonly owner = identifyProcess();
  private readonly workers = new Set<JobWorker>();
  private readonly listeners = new Set<JobListener>();

  constructor(
    private readonly table: JobTable,
    options: JobQueueOptions = {},
  ) {
    super();
    const { onError = warn, signal, ...settings } = options;
    this.settings = { ...DEFAULTS, ...settings };
    this.onError = onError;
    this.signal = new QuietSignal(signal, onError);
  }

  async enqueue(request: JobRequest): Promise<Job> {
    const { job, isNew } = await this.table.enqueue(request);
    if (isNew) {
      this.tell(job);
      this.signal.announce(job);
    }
    for (const worker of this.workers) if (worker.kind === job.kind) worker.wake();
    return job;
  }

  async work(
    kind: JobKind,
    handler: JobHandler,
    options: { concurrency?: number } = {},
  ): Promise<(graceMs: number) => Promise<void>> {
    const worker = new JobWorker(kind, handler, options.concurrency ?? 1, {
      table: this.table,
      signal: this.signal,
      owner: this.owner,
      settings: this.settings,
      onChange: (job, wasLost) => this.tell(job, wasLost),
      onError: this.onError,
    });
    this.workers.add(worker);
    worker.start();
    return async (graceMs) => {
      await worker.stop(graceMs);
      this.workers.delete(worker);
    };
  }

  async find(id: string): Promise<Job | undefined> {
    return this.table.find(id);
  }

  async depths(): Promise<QueueDepth[]> {
    return this.table.depths();
  }

  async list(filter: JobFilter = {}): Promise<Job[]> {
    return this.table.list(filter);
  }

  async listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>> {
    return this.table.listPage(filter, page);
  }

  async cancel(id: string): Promise<boolean> {
    const cancelled = await this.table.cancel(id);
    if (!cancelled) return false;
    for (const worker of this.workers) worker.drop(id);
    this.signal.withdraw(cancelled);
    this.tell(cancelled);
    return true;
  }

  watch(listener: JobListener): () => void {
    // Its own function, so that one listener given twice is told twice and unsubscribed once.
    const own: JobListener = (job, wasLost) => listener(job, wasLost);
    this.listeners.add(own);
    return () => void this.listeners.delete(own);
  }

  /** Stops every worker without grace. */
  async close(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => worker.stop(0)));
    this.workers.clear();
  }

  private tell(job: Job, wasLost = false): void {
    for (const listener of this.listeners) {
      try {
        listener(job, wasLost);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'CastlineQueueWarning');
}
