import { CastlineError } from '#domain/errors/castline-error.js';
import type { Scan, ScanBatch } from '#domain/episode/scan.js';
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

  /** @returns false when somebody else merges too: has appended meanwhile, or cleared the batches away */
  private async append(
    { episodeId, scanKey, plan, finished }: MergeRequest,
    savedShots: number,
  ): Promise<boolean> {
    let firstShot = 0;
    for (const { index, end } of finished) {
      const place = { episodeId, scanKey, planId: plan.id, stretch: index };
      let shots = 0;
      for (let position = 0; position < end.batches; position++) {
        const batch = await this.stretches.readBatch(place, position);
        if (!batch) return false;
        const unsaved = withoutSavedShots(renumberShots(batch, firstShot), savedShots);
        if (unsaved && !(await this.appendBatch(episodeId, scanKey, unsaved))) return false;
        shots += batch.shots.length;
      }
      firstShot += shots;
    }
    return true;
  }

  private async appendBatch(episodeId: string, scanKey: string, batch: ScanBatch): Promise<boolean> {
    try {
      await this.scans.append(episodeId, scanKey, batch);
      return true;
    } catch (error) {
      const saved = await this.scans.find(episodeId, scanKey);
      const isThere = (saved?.shots.length ?? 0) > (batch.shots[0]?.index ?? 0);
      if (isThere && error instanceof CastlineError && error.code.startsWith('SCAN.')) return false;
      throw error;
    }
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
    await this.stretches.replacePlan(episodeId, scanKey, plan.id, whole).catch((error: unknown) => {
      // somebody else has replaced it, or has merged it after all
      if (!(error instanceof CastlineError && error.code === 'STRETCH.PLAN_CHANGED')) throw error;
    });
    return undefined;
  }
}
