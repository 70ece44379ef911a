import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '#domain/errors/cancelled.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import type { JobHandler } from '#ports/job-queue.port.js';
import type { Delivery, Listening } from '#ports/job-signal.port.js';
import type { Claim, RunningJob } from '#ports/job-table.port.js';
import { deliveryOf, JobRun, type RunSurroundings } from './job-run.js';
import { planAfterLostWorker, type RetryPolicy } from './plan-failure.js';
import { isKnownGone } from './process-identity.js';
import { StaleLeaseWatch } from './stale-lease-watch.js';

export interface WorkerSettings extends RetryPolicy {
  /** A worker that is silent for so long has lost its jobs. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** How often a worker looks whether its jobs are still its own, and, where no signal tells it, for others. */
  readonly pollMs: number;
  /** How often the signal is reminded of what it may have lost, and a worker looks for itself in spite of it. */
  readonly sweepMs: number;
  /** How long an aborted handler may take to end when its worker stops; then its job is put back regardless. */
  readonly abortMs: number;
}

export interface WorkerSurroundings extends RunSurroundings {
  /** Who claims, as `identifyProcess` says. */
  readonly owner: string;
  readonly settings: WorkerSettings;
}

interface Offer {
  readonly id: string;
  readonly answer: (delivery: Delivery) => void;
}

/**
 * Works the jobs of one kind: hears of them or finds them, claims, beats, hands to the handler, settles. One loop, so its
 * steps never overlap.
 */
export class JobWorker {
  private readonly active = new Set<JobRun>();
  private readonly staleLeases: StaleLeaseWatch;
  private offers: Offer[] = [];
  private listening: Listening | undefined;
  private isDraining = false;
  private isStopped = false;
  private mustLook = true;
  private wasHearing = false;
  private wakeUp: () => void = () => undefined;
  private lastBeat = performance.now();
  private lastLook = 0;
  private lastSweep = 0;
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
    this.listening = this.around.signal.signal?.listen(this.kind, this.concurrency, (id) => this.hear(id));
    this.lastSweep = performance.now();
    this.loop = this.run();
  }

  /** There may be something to do. Who can hear a signal is told there, in turn, and need not look. */
  wake(): void {
    this.mustLook ||= this.listening?.isHearing() !== true;
    this.wakeUp();
  }

  /** The job was cancelled: its run here, if any, is told at once. */
  drop(id: string): void {
    for (const run of this.active) if (run.claim.id === id) run.lose(new CancelledError('the job'));
  }

  /** Drains; see JobQueue.work. */
  stop(graceMs: number): Promise<void> {
    this.stopping ??= this.drain(graceMs);
    return this.stopping;
  }

  private async drain(graceMs: number): Promise<void> {
    this.isDraining = true;
    const deafened = this.listening?.stop();
    this.wake();
    await this.settledWithin(graceMs);
    await this.abortAll();
    this.isStopped = true;
    this.wake();
    await this.loop;
    // one that was being claimed when all this began
    await this.abortAll();
    await deafened;
  }

  private async abortAll(): Promise<void> {
    for (const run of this.active) run.abort(new CancelledError('the worker'));
    await this.settledWithin(this.around.settings.abortMs);
    for (const run of this.active) await this.attempt(() => run.abandon());
  }

  private async settledWithin(ms: number): Promise<void> {
    if (this.active.size === 0) return;
    const timer = new AbortController();
    const timeout = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([Promise.all([...this.active].map((run) => run.ended)), timeout]);
    timer.abort();
  }

  private hear(id: string): Promise<Delivery> {
    return new Promise((answer) => {
      this.offers.push({ id, answer });
      if (this.isStopped) this.sendBack();
      else this.wakeUp();
    });
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
      await this.attempt(() => this.takeOffers());
      if (this.isLookDue()) await this.attempt(() => this.look());
      await this.pause(woken);
    }
    this.sendBack();
  }

  private async pause(woken: Promise<void>): Promise<void> {
    const timer = new AbortController();
    const timeout = sleep(this.around.settings.pollMs, undefined, { signal: timer.signal }).catch(
      () => undefined,
    );
    await Promise.race([woken, timeout]);
    timer.abort();
  }

  private isLookDue(): boolean {
    return this.mustLook || performance.now() - this.lastLook >= this.around.settings.pollMs;
  }

  private async takeOffers(): Promise<void> {
    while (!this.isDraining && this.active.size < this.concurrency) {
      const offer = this.offers.shift();
      if (!offer) return;
      try {
        await this.take(offer);
      } catch (error) {
        offer.answer({ outcome: 'again', afterMs: this.around.settings.retryBaseMs });
        throw error;
      }
    }
    if (this.isDraining) this.sendBack();
  }

  private async take({ id, answer }: Offer): Promise<void> {
    const { table, owner, settings } = this.around;
    const claimed = await table.claim(this.kind, owner, settings.retryMaxMs, id);
    if (claimed) this.begin(claimed, answer);
    else answer(deliveryOf(await table.find(id), settings.retryBaseMs)); // not its time yet, or nobody's any more
  }

  private sendBack(): void {
    for (const { answer } of this.offers) answer({ outcome: 'again', afterMs: 0 });
    this.offers = [];
  }

  private async look(): Promise<void> {
    this.mustLook = false;
    this.lastLook = performance.now();
    await this.beat();
    const { hasDue, running } = await this.around.table.survey(this.kind, this.around.settings.retryMaxMs);
    this.noticeLost(running);
    const hasTaken = await this.takeFromLost(running.filter((job) => !this.isOurs(job)));
    const mustHelpItself = this.sweepIfDue() || this.listening?.isHearing() !== true;
    if (hasTaken || (hasDue && mustHelpItself)) await this.fill();
  }

  /** Reminds the signal of waiting jobs, now and then and whenever it has come back. True when it was time. */
  private sweepIfDue(): boolean {
    if (!this.listening) return false;
    const isBack = this.listening.isHearing() && !this.wasHearing;
    this.wasHearing = this.listening.isHearing();
    const { sweepMs } = this.around.settings;
    const isDue = performance.now() - this.lastSweep >= sweepMs;
    if (isDue) this.lastSweep = performance.now();
    if (isDue || isBack) {
      const { signal, table } = this.around;
      const waiting = async () => (await table.list({ state: 'queued', kind: this.kind })).reverse();
      signal.remind(this.kind, waiting, sweepMs / 2);
    }
    return isDue;
  }

  private async beat(): Promise<void> {
    if (this.active.size === 0 || performance.now() - this.lastBeat < this.around.settings.heartbeatMs)
      return;
    this.lastBeat = performance.now();
    await this.around.table.renew([...this.active].map((run) => run.claim));
  }

  private noticeLost(running: readonly RunningJob[]): void {
    const held = new Map(running.map((job) => [job.id, job.token]));
    for (const run of this.active) {
      if (!run.isLost && held.get(run.claim.id) !== run.claim.token) run.lose();
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
      if (job) this.around.onChange(job, true);
      if (job?.state === 'queued') this.around.signal.announce(job);
      hasTaken ||= job !== undefined;
    }
    return hasTaken;
  }

  private async fill(): Promise<void> {
    const { table, owner, settings } = this.around;
    while (!this.isDraining && this.active.size < this.concurrency) {
      const claimed = await table.claim(this.kind, owner, settings.retryMaxMs);
      if (!claimed) return;
      this.begin(claimed);
    }
  }

  private begin({ job, claim }: { job: Job; claim: Claim }, answer?: (delivery: Delivery) => void): void {
    if (this.active.size === 0) this.lastBeat = performance.now();
    this.around.onChange(job);
    const run = new JobRun(job, claim, this.handler, this.around, answer);
    this.active.add(run);
    void run.ended.finally(() => {
      this.active.delete(run);
      this.wake();
    });
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
