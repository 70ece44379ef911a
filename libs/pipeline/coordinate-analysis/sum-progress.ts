import type { JobProgress } from '#domain/episode/job.js';
import type { Stretch, StretchPlan } from '#domain/episode/stretch.js';

/** How far the scan of an episode is, from its stretches: `of` knows those that are not finished, null before they begin. */
export function sumProgress(
  plan: StretchPlan,
  of: ReadonlyMap<number, JobProgress | null>,
  frameRate: number | undefined,
): JobProgress {
  let [done, all, speed] = [0, 0, 0];
  for (const stretch of plan.stretches) {
    const length = lengthOf(stretch, plan);
    const progress = of.get(stretch.index);
    all += length;
    done += progress === undefined ? length : length * (progress?.fraction ?? 0);
    speed += progress?.speed ?? 0;
  }
  const fraction = all > 0 ? Math.min(1, done / all) : 0;
  const isTimed = frameRate !== undefined && plan.frames !== null && speed > 0;
  const remainingSeconds = isTimed ? (all - done) / frameRate / speed : undefined;
  return { stage: 'scan', fraction, speed: speed > 0 ? speed : undefined, remainingSeconds };
}

/** In frames; an episode whose frames are not counted is one stretch, of any length. */
function lengthOf({ start, end }: Stretch, { frames }: StretchPlan): number {
  const last = end ?? frames;
  return last === null ? 1 : Math.max(0, last - start);
}
