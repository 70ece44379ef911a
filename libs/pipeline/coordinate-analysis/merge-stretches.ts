import { CastlineError } from '#domain/errors/castline-error.js';
import type { Scan } from '#domain/episode/scan.js';
import type { ScannedStretch, StretchPlan } from '#domain/episode/stretch.js';
import { joinStretches, renumberShots, withoutSavedShots } from '#domain/stretches/join-stretches.js';
import type { ScanRepository } from '#ports/scan-repository.port.js';
import type { StretchRepository } from '#ports/stretch-repository.port.js';
import { stretchPlanOf, WHOLE } from '../split-episode/stretch-plan.js';

export interface MergeRequest {
  readonly episodeId: string;
  readonly scanKey: string;
  readonly plan: StretchPlan;
  /** All stretches of the plan, by index. */
  readonly finished: readonly ScannedStretch[];
}

/** The scan was appended to, or its stretches were cleared away, by another that merges it: what is there has to be looked at again. */
const MERGED_ELSEWHERE = ['SCAN.OUT_OF_ORDER', 'SCAN.COMPLETE', 'SCAN.MISSING', 'STRETCH.PLAN_CHANGED'];

/** Stretches become one scan, batch by batch, so that a merge which was broken off goes on where it was. */
export class MergeStretches {
  constructor(
    private readonly scans: ScanRepository,
    private readonly stretches: StretchRepository,
  ) {}

  /**
   * The complete scan; undefined when there is more to wait for: the stretches did not fit together, so that the episode
   * is scanned as a whole, or somebody else merges them too.
   */
  async run(request: MergeRequest): Promise<Scan | undefined> {
    try {
      return await this.merge(request);
    } catch (error) {
      if (error instanceof CastlineError && MERGED_ELSEWHERE.includes(error.code)) return undefined;
      throw error;
    }
  }

  private async merge(request: MergeRequest): Promise<Scan | undefined> {
    const { episodeId, scanKey, plan, finished } = request;
    const known = await this.scans.find(episodeId, scanKey);
    if (!known?.isComplete) {
      const filmEnd = joinStretches(plan, finished);
      if (typeof filmEnd === 'string') return this.scanWhole(request, filmEnd);
      if (!(await this.append(request, known?.shots.length ?? 0))) return undefined;
      await this.scans.complete(episodeId, scanKey, filmEnd);
    }
    await this.stretches.clear(episodeId, scanKey, plan.id);
    return this.scans.find(episodeId, scanKey);
  }

  /** @returns false when a batch is not there any more */
  private async append(
    { episodeId, scanKey, plan, finished }: MergeRequest,
    savedShots: number,
  ): Promise<boolean> {
    let shots = 0;
    for (const { index, end } of finished) {
      const place = { episodeId, scanKey, planId: plan.id, stretch: index };
      for (let position = 0; position < end.batches; position++) {
        const batch = await this.stretches.readBatch(place, position);
        if (!batch) return false;
        const unsaved = withoutSavedShots(renumberShots(batch, shots), savedShots);
        if (unsaved) await this.scans.append(episodeId, scanKey, unsaved);
        shots += batch.shots.length;
      }
    }
    return true;
  }

  private async scanWhole({ episodeId, scanKey, plan }: MergeRequest, reason: string): Promise<undefined> {
    if (plan.stretches.length === 1) {
      throw new CastlineError(
        'internal',
        'STRETCH.INCOMPLETE',
        `the scan of the whole episode is no whole: ${reason}`,
        {
          episodeId,
          scanKey,
        },
      );
    }
    const whole = stretchPlanOf({ stretches: WHOLE, frames: plan.frames, undivided: reason });
    await this.stretches.replacePlan(episodeId, scanKey, plan.id, whole);
    return undefined;
  }
}
