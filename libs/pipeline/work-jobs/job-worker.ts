import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import type { JobHandler } from '#ports/job-queue.port.js';
import type { Claim, JobTable, RunningJob } from '#ports/job-table.port.js';
import { planAfterLostWorker, planFailure, type RetryPolicy } from './plan-failure.js';
import { isKnownGone } from './process-identity.js';
import { StaleLeaseWatch } from './stale-lease-watch.js';

export interface WorkerSettings extends RetryPolicy {
  /** A worker that is silent for so long has lost its jobs. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly pollMs: number;
  /** How long an aborted handler may take to end when its worker stops; then its job is put back regardless. */
  readonly abortMs: number;
}

export interface WorkerSurroundings {
  readonly table: JobTable;
  /** Who claims, as `identifyProcess` says. */
  readonly owner: string;
  readonly settings: WorkerSettings;
  readonly onChange: (job: Job) => void;
  readonly onError: (error: unknown) => void;
}

interface ActiveJob {
  readonly claim: Claim;
  readonly abort: AbortController;
  /** Another holds the job now, or it was cancelled: nothing that this run says counts any more. */
  isLost: boolean;
  ended: Promise<void>;
}

/** Works the jobs of one kind: claims, beats, hands to the handler, settles. One loop, so its steps never overlap. */
export class JobWorker {
  private readonly active = new Set<ActiveJob>();
  private readonly staleLeases: StaleLeaseWatch;
  private isDraining = false;
  private isStopped = false;
  private wakeUp: () => void = () => undefined;
  private lastBeat = performance.now();
  private loop: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  constructor(
    readonly kind: JobKind,
    private readonly handler: JobHandler,
    private readonly concurrency: number,
    private readonly around: WorkerSurroundings,
  ) {
    const { leaseMs, pollMs } = around.settings;
    // At least four looks, so that one long pause of this process cannot make a living worker's lease look stale.
    const longestStepMs = Math.min(Math.max(3 * pollMs, 500), leaseMs / 4);
    this.staleLeases = new StaleLeaseWatch({ leaseMs, longestStepMs });
  }

  start(): void {
    this.loop = this.run();
  }

  /** There may be something to do. */
  wake(): void {
    this.wakeUp();
  }

  /** The job was cancelled: its run here, if any, is told at once. */
  drop(id: string): void {
    for (const job of this.active) if (job.claim.id === id) this.lose(job, new CancelledError('the job'));
  }

  /** Drains; see JobQueue.work. */
  stop(graceMs: number): Promise<void> {
    this.stopping ??= this.drain(graceMs);
    return this.stopping;
  }

  private async drain(graceMs: number): Promise<void> {
    this.isDraining = true;
    await this.settledWithin(graceMs);
    for (const job of this.active) job.abort.abort(new CancelledError('the worker'));
    await this.settledWithin(this.around.settings.abortMs);
    for (const job of this.active) {
      const wasHeld = !job.isLost;
      job.isLost = true; // its handler ignores the signal; whatever it still says is late
      if (wasHeld) await this.attempt(async () => this.tell(await this.around.table.putBack(job.claim)));
    }
    this.isStopped = true;
    this.wake();
    await this.loop;
  }

  private async settledWithin(ms: number): Promise<void> {
    if (this.active.size === 0) return;
    const timer = new AbortController();
    const timeout = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([Promise.all([...this.active].map((job) => job.ended)), timeout]);
    timer.abort();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
      await this.attempt(() => this.tick());
      await this.pause(woken);
    }
  }

  private async pause(woken: Promise<void>): Promise<void> {
    const timer = new AbortController();
    const timeout = sleep(this.around.settings.pollMs, undefined, { signal: timer.signal }).catch(
      () => undefined,
    );
    await Promise.race([woken, timeout]);
    timer.abort();
  }

  private async tick(): Promise<void> {
    await this.beat();
    const { hasDue, running } = await this.around.table.survey(this.kind, this.around.settings.retryMaxMs);
    this.noticeLost(running);
    const hasTaken = await this.takeFromLost(running.filter((job) => !this.isOurs(job)));
    if (hasDue || hasTaken) await this.fill();
  }

  private async beat(): Promise<void> {
    if (this.active.size === 0 || performance.now() - this.lastBeat < this.around.settings.heartbeatMs)
      return;
    this.lastBeat = performance.now();
    await this.around.table.renew([...this.active].map((job) => job.claim));
  }

  private noticeLost(running: readonly RunningJob[]): void {
    const held = new Map(running.map((job) => [job.id, job.token]));
    for (const job of this.active) {
      if (!job.isLost && held.get(job.claim.id) !== job.claim.token) this.lose(job, leaseLost(job.claim.id));
    }
  }

  private isOurs(job: RunningJob): boolean {
    return [...this.active].some(({ claim }) => claim.id === job.id && claim.token === job.token);
  }

  private async takeFromLost(others: readonly RunningJob[]): Promise<boolean> {
    const stale = new Set(this.staleLeases.look(others));
    let hasTaken = false;
    for (const lost of others) {
      if (!stale.has(lost) && !(lost.owner !== null && isKnownGone(lost.owner))) continue;
      const plan = planAfterLostWorker(lost.attempts, this.around.settings);
      const failure = plan.action === 'fail' ? { code: plan.code, message: plan.message } : null;
      const job = await this.around.table.takeFromLost(lost, failure);
      this.tell(job);
      hasTaken ||= job !== undefined;
    }
    return hasTaken;
  }

  private async fill(): Promise<void> {
    while (!this.isDraining && this.active.size < this.concurrency) {
      const claimed = await this.around.table.claim(
        this.kind,
        this.around.owner,
        this.around.settings.retryMaxMs,
      );
      if (!claimed) return;
      if (this.active.size === 0) this.lastBeat = performance.now();
      this.begin(claimed.job, claimed.claim);
    }
  }

  private begin(job: Job, claim: Claim): void {
    const active: ActiveJob = {
      claim,
      abort: new AbortController(),
      isLost: false,
      ended: Promise.resolve(),
    };
    this.active.add(active);
    this.tell(job);
    active.ended = this.work(job, active).finally(() => {
      this.active.delete(active);
      this.wake();
    });
  }

  private async work(job: Job, active: ActiveJob): Promise<void> {
    let outcome: { readonly error: unknown } | undefined;
    try {
      await this.handler({
        job,
        claim: active.claim,
        signal: active.abort.signal,
        progress: async (progress) => {
          if (active.isLost) return;
          const saved = await this.around.table.saveProgress(active.claim, progress);
          if (saved) this.tell(saved);
          else this.lose(active, leaseLost(active.claim.id));
        },
      });
    } catch (error) {
      outcome = { error };
    }
    if (!active.isLost) await this.attempt(async () => this.tell(await this.settle(job, active, outcome)));
  }

  private settle(
    job: Job,
    active: ActiveJob,
    outcome: { readonly error: unknown } | undefined,
  ): Promise<Job | undefined> {
    const { table, settings } = this.around;
    // Told to stop on the way: whether it returned or threw, its work may be half done. Running it again is safe.
    if (active.abort.signal.aborted) return table.putBack(active.claim);
    if (!outcome) return table.finish(active.claim);
    const plan = planFailure(outcome.error, job.attempts, settings);
    if (plan.action === 'retry') return table.retryLater(active.claim, plan.afterMs);
    return table.fail(active.claim, { code: plan.code, message: plan.message });
  }

  private lose(job: ActiveJob, reason: CastlineError): void {
    job.isLost = true;
    job.abort.abort(reason);
  }

  private tell(job: Job | undefined): void {
    if (job) this.around.onChange(job);
  }

  /** A failure of the catalogue must not end the loop: leases, retries and restarts put right what was not written. */
  private async attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.around.onError(error);
    }
  }
}

function leaseLost(id: string): CastlineError {
  return new CastlineError(
    'conflict',
    'JOB.LEASE_LOST',
    `the job ${id} was cancelled or is worked on by another process`,
  );
}
