import type { ScanBatch } from '#domain/episode/scan.js';
import type { ScannedStretch, StretchEnd, StretchPlan } from '#domain/episode/stretch.js';

/** One stretch of one plan of one scan. */
export interface StretchPlace {
  readonly episodeId: string;
  /** Of the scan that the stretches become. */
  readonly scanKey: string;
  readonly planId: string;
  readonly stretch: number;
}

/**
 * What is known of an episode while its stretches are scanned, in any order, by any number of workers, some of them twice.
 * Gone once they are merged. Writes throw CastlineError `not-found` EPISODE.MISSING, and `conflict` STRETCH.PLAN_CHANGED
 * when the plan is not (or no longer) the one that is kept.
 */
export abstract class StretchRepository {
  /** Keeps the plan unless there is one; returns the one that is kept. */
  abstract keepPlan(episodeId: string, scanKey: string, plan: StretchPlan): Promise<StretchPlan>;
  abstract findPlan(episodeId: string, scanKey: string): Promise<StretchPlan | undefined>;
  /** Puts `plan` in place of the one of this id, in one step, and forgets all that was scanned under that. */
  abstract replacePlan(episodeId: string, scanKey: string, planId: string, plan: StretchPlan): Promise<void>;
  /**
   * Saves a part of a stretch's shots, which count from 0 at the stretch's first. One that is there already is left as it
   * is: all workers of a stretch cut it into the same shots and batches, of a few shots each.
   */
  abstract saveBatch(place: StretchPlace, position: number, batch: ScanBatch): Promise<void>;
  /** Says that the stretch is scanned, all its batches being saved; who says so first is believed. */
  abstract finish(place: StretchPlace, end: StretchEnd): Promise<void>;
  /** The finished stretches of the kept plan, by index. */
  abstract listFinished(episodeId: string, scanKey: string): Promise<ScannedStretch[]>;
  abstract readBatch(place: StretchPlace, position: number): Promise<ScanBatch | undefined>;
  /** Forgets the plan of this id and all that belongs to it. */
  abstract clear(episodeId: string, scanKey: string, planId: string): Promise<void>;
}
