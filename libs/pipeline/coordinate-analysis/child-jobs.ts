import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import type { JobQueue } from '#ports/job-queue.port.js';

export interface ChildRequest {
  readonly kind: JobKind;
  /** Names the work, whoever asks for it: two analyses of one episode share it. */
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Work that was asked for could not be done; it has been tried as often as it is worth. */
class ChildFailedError extends CastlineError {
  constructor({ id, kind, failure }: Job) {
    const { code, message } = failure ?? {
      code: 'JOB.FAILED',
      message: `the job ${id} failed without a reason`,
    };
    // no kind that is tried again: it was
    super(code.startsWith('MEDIA.') ? 'bad-media' : 'conflict', code, message, {
      childId: id,
      childKind: kind,
    });
  }
}

/** Another analysis may clear away what was done; that it does so again and again is a fault. */
const MOST_REPEATS = 3;

/**
 * The jobs that a job asks for. They are looked up by their keys before any is made, so a coordinator that begins anew
 * goes on with those it finds.
 */
export class ChildJobs {
  private newest = new Map<string, Job>();
  /** Those that were seen at work: their failure is ours, whoever asked for them. */
  private readonly awaited = new Set<string>();
  /** How often work that was done had left no result, by key. */
  private readonly repeats = new Map<string, number>();

  constructor(
    private readonly jobs: JobQueue,
    private readonly parent: Job,
  ) {}

  /** Looks where they are; to be called before the results are, so that a job which is done has left its result. */
  async look(): Promise<void> {
    const { tenant, episodeId } = this.parent;
    this.newest = new Map();
    for (const job of await this.jobs.list({ tenant, episodeId })) {
      if (!this.newest.has(job.key)) this.newest.set(job.key, job);
    }
  }

  /**
   * The job of this key, whose result is not there yet: made unless it waits or works.
   * @throws ChildFailedError, CancelledError when it was asked for by us and cancelled
   */
  async ensure({ kind, key, payload }: ChildRequest): Promise<Job> {
    const { tenant, episodeId } = this.parent;
    const known = this.newest.get(key);
    if (known && isActive(known)) {
      this.awaited.add(known.id);
      return known;
    }
    if (known?.state === 'failed' && (this.isOurs(known) || this.awaited.has(known.id)))
      throw new ChildFailedError(known);
    if (known?.state === 'cancelled' && this.isOurs(known)) await this.cancelParent();
    if (known?.state === 'done') this.countRepeat(known);
    return this.jobs.enqueue({
      kind,
      tenant,
      episodeId,
      key,
      payload: { ...payload, askedBy: this.parent.id },
    });
  }

  /** Cancels those that were asked for by us and have not ended. */
  async cancelAll(): Promise<void> {
    await this.look();
    for (const job of this.newest.values())
      if (isActive(job) && this.isOurs(job)) await this.jobs.cancel(job.id);
  }

  private countRepeat({ key, kind, id }: Job): void {
    const repeats = (this.repeats.get(key) ?? 0) + 1;
    this.repeats.set(key, repeats);
    if (repeats <= MOST_REPEATS) return;
    const message = `the job ${id} (${kind}) was done ${repeats} times and left no result`;
    throw new CastlineError('internal', 'JOB.NO_RESULT', message, { childId: id, childKind: kind });
  }

  /** Who cancels a part cancels the whole. */
  private async cancelParent(): Promise<never> {
    await this.jobs.cancel(this.parent.id);
    throw new CancelledError('the analysis');
  }

  private isOurs({ payload }: Job): boolean {
    return payload['askedBy'] === this.parent.id;
  }
}

function isActive({ state }: Job): boolean {
  return state === 'queued' || state === 'running';
}
