import type { TenantId } from '../tenancy/tenant.js';

/** Kinds of work, noun first. */
export const JOB_KINDS = [
  'episode.analyze',
  'episode.split',
  'stretch.scan',
  'clip.cut',
  'reel.make',
  'sticker.make',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface JobProgress {
  readonly stage: string;
  /** 0..1 */
  readonly fraction: number;
  /** Episode seconds analysed per second of work; undefined while unknown. */
  readonly speed?: number | undefined;
  /** Seconds left by the present speed; undefined while unknown. */
  readonly remainingSeconds?: number | undefined;
}

/** Payloads hold ids only: the catalogue is the truth. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly tenant: TenantId;
  readonly key: string;
  readonly episodeId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly state: JobState;
  readonly attempts: number;
  readonly progress: JobProgress | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
