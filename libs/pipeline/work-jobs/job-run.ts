import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job } from '#domain/episode/job.js';
import type { JobHandler } from '#ports/job-queue.port.js';
import type { Delivery } from '#ports/job-signal.port.js';
import type { Claim, JobTable } from '#ports/job-table.port.js';
import { planFailure, type RetryPolicy } from './plan-failure.js';
import type { QuietSignal } from './quiet-signal.js';

export interface RunSurroundings {
  readonly table: JobTable;
  readonly signal: QuietSignal;
  readonly settings: RetryPolicy;
  /** `wasLost`: its worker ended or hung without a word, and this is what became of the job. */
  readonly onChange: (job: Job, wasLost?: boolean) => void;
  readonly onError: (error: unknown) => void;
}

interface Settlement {
  /** Undefined where the table refused: somebody else holds the job, or it was cancelled. */
  readonly job: Job | undefined;
  readonly afterMs: number;
}

/** One run of one claimed job, from the handler's first line to what the table and the signal are told of its end. */
export class JobRun {
  /** Another holds the job now, or it was cancelled: nothing that this run says counts any more. */
  private hasLost = false;
  private hasHandled = false;
  private readonly abortion = new AbortController();
  readonly ended: Promise<void>;

  /** @param answer tells the signal that delivered the job what became of it; absent where the worker found it itself */
  constructor(
    private readonly job: Job,
    readonly claim: Claim,
    private readonly handler: JobHandler,
    private readonly around: RunSurroundings,
    private readonly answer?: (delivery: Delivery) => void,
  ) {
    this.ended = this.run();
  }

  get isLost(): boolean {
    return this.hasLost;
  }

  lose(reason: CastlineError = leaseLost(this.claim.id)): void {
    this.hasLost = true;
    this.abort(reason);
  }

  abort(reason: CastlineError): void {
    this.abortion.abort(reason);
  }

  /** Gives the job back although its handler ignores the signal; whatever it still says is late. */
  async abandon(): Promise<void> {
    if (this.hasHandled) return this.ended; // only the table has still to be told
    const wasHeld = !this.hasLost;
    this.hasLost = true;
    if (wasHeld) this.conclude({ job: await this.around.table.putBack(this.claim), afterMs: 0 });
  }

  private async run(): Promise<void> {
    const outcome = await this.handle();
    this.hasHandled = true;
    try {
      if (!this.hasLost) this.conclude(await this.settle(outcome));
      else this.answer?.({ outcome: 'ended' });
    } catch (error) {
      this.answer?.({ outcome: 'again', afterMs: this.around.settings.retryBaseMs });
      this.around.onError(error);
    }
  }

  private async handle(): Promise<{ readonly error: unknown } | undefined> {
    const { table, signal } = this.around;
    try {
      await this.handler({
        job: this.job,
        claim: this.claim,
        signal: this.abortion.signal,
        isFinal: (error) => this.isFinal(error),
        progress: async (progress) => {
          if (this.hasLost) return;
          const saved = await table.saveProgress(this.claim, progress);
          if (!saved) return this.lose();
          this.around.onChange(saved);
          signal.show(saved);
        },
      });
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  /** Told to stop on the way, it goes back to the queue whatever it says. */
  private isFinal(error: unknown): boolean {
    const { settings } = this.around;
    return !this.abortion.signal.aborted && planFailure(error, this.job.attempts, settings).action === 'fail';
  }

  private async settle(outcome: { readonly error: unknown } | undefined): Promise<Settlement> {
    const { table, settings } = this.around;
    // Told to stop on the way: whether it returned or threw, its work may be half done. Running it again is safe.
    if (this.abortion.signal.aborted) return { job: await table.putBack(this.claim), afterMs: 0 };
    if (!outcome) return { job: await table.finish(this.claim), afterMs: 0 };
    const plan = planFailure(outcome.error, this.job.attempts, settings);
    if (plan.action === 'retry')
      return { job: await table.retryLater(this.claim, plan.afterMs), afterMs: plan.afterMs };
    return {
      job: await table.fail(this.claim, { code: plan.code, message: plan.message }),
      afterMs: 0,
    };
  }

  private conclude({ job, afterMs }: Settlement): void {
    if (job) this.around.onChange(job);
    if (this.answer) this.answer(deliveryOf(job, afterMs));
    else if (job?.state === 'queued') this.around.signal.announce(job, afterMs);
    else this.around.signal.withdraw(job ?? this.job);
  }
}

/** What a signal is to hear of a job in this state. */
export function deliveryOf(job: Job | undefined, afterMs: number): Delivery {
  if (job?.state === 'queued') return { outcome: 'again', afterMs };
  if (job?.state === 'failed')
    return { outcome: 'parked', reason: `${job.failure?.code ?? ''}: ${job.failure?.message ?? ''}` };
  return { outcome: 'ended' };
}

function leaseLost(id: string): CastlineError {
  return new CastlineError(
    'conflict',
    'JOB.LEASE_LOST',
    `the job ${id} was cancelled or is worked on by another process`,
  );
}
