import type { Job, JobKind } from '#domain/episode/job.js';

/** What a signal may know of a job: whose it is and what it is called, never what is to be done. */
export type Announcement = Pick<Job, 'id' | 'kind' | 'tenant'>;

/** What became of a job that was delivered. */
export type Delivery =
  /** Nothing is left to do here: it has ended, or somebody else works on it. */
  | { readonly outcome: 'ended' }
  | { readonly outcome: 'again'; readonly afterMs: number }
  /** It failed for good: kept aside, with the reason, for people. */
  | { readonly outcome: 'parked'; readonly reason: string };

export interface Listening {
  /** False while nothing can be heard: then workers look for themselves. */
  isHearing(): boolean;
  /** Delivers nothing more from now on; resolves when what was delivered has been answered, or can not be any more. */
  stop(): Promise<void>;
}

/**
 * Tells workers of waiting jobs without their asking. It may lose what it was told, repeat it, or be away: the job table
 * is the truth, and a delivery is only a reason to try to claim.
 */
export abstract class JobSignal {
  /** Let workers know of this job, at once or later. One that is known already stays as it is. */
  abstract announce(job: Announcement, afterMs?: number): Promise<void>;
  /** The job has ended: nobody is to be told of it any more. */
  abstract withdraw(job: Announcement): Promise<void>;
  /** Shows how far a delivered job is to people who look at the signal instead of the table. */
  abstract show(job: Job): Promise<void>;
  /** Delivers ids of waiting jobs, at most `concurrency` unanswered at a time; of several tenants in turn. Needs no connection to begin. */
  abstract listen(kind: JobKind, concurrency: number, deliver: (id: string) => Promise<Delivery>): Listening;
  /**
   * Announces again what was lost of the waiting jobs. Any number of workers may ask for it at any time: `waiting` is only
   * called where nobody did so in the last `periodMs`. Returns how many had been lost.
   */
  abstract remind(
    kind: JobKind,
    waiting: () => Promise<readonly Announcement[]>,
    periodMs: number,
  ): Promise<number>;
}
