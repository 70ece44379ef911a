import type { VideoFacts } from '#domain/episode/episode.js';

/** A step back of more than this is a new time line (joined recordings, a wrapped counter), not a misplaced frame. */
const NEW_TIME_LINE_IN_SECONDS = 1;

/** Makes times strictly increasing; intact ones pass unchanged. */
export class TimestampRepair {
  /** Times that had to be changed so far. */
  repaired = 0;
  private last: number | undefined;
  private offset = 0;
  private readonly frameTicks: number;
  private readonly jumpTicks: number;

  constructor({ frameRate, timeBase }: Pick<VideoFacts, 'frameRate' | 'timeBase'>) {
    const ticksPerSecond = timeBase.den / timeBase.num;
    this.frameTicks = Math.max(1, Math.round((ticksPerSecond * frameRate.den) / frameRate.num));
    this.jumpTicks = ticksPerSecond * NEW_TIME_LINE_IN_SECONDS;
  }

  next(ticks: number | undefined): number {
    const repaired = this.repair(ticks);
    if (repaired !== ticks) this.repaired++;
    this.last = repaired;
    return repaired;
  }

  private repair(ticks: number | undefined): number {
    if (this.last === undefined) return ticks ?? 0;
    if (ticks === undefined) return this.last + this.frameTicks;
    const shifted = ticks + this.offset;
    if (shifted > this.last) return shifted;
    if (this.last - shifted <= this.jumpTicks) return this.last + 1;
    this.offset = this.last + this.frameTicks - ticks;
    return this.last + this.frameTicks;
  }
}
