import type { Rational } from './rational.js';

/** The exact time of every frame of an episode; converts between frame numbers and seconds, variable rates included. */
export class FrameClock {
  /**
   * @param ticks time of frame i in ticks, strictly increasing
   * @param endTicks end of the last frame
   */
  constructor(
    private readonly ticks: readonly number[],
    private readonly endTicks: number,
    readonly timeBase: Rational,
  ) {}

  get frames(): number {
    return this.ticks.length;
  }

  /** Start of the frame in ticks; one past the last frame is the episode's end. */
  ticksAt(frame: number): number {
    return this.ticks[frame] ?? this.endTicks;
  }

  secondsAt(frame: number): number {
    return (this.ticksAt(frame) * this.timeBase.num) / this.timeBase.den;
  }

  /** Number of the frame on screen at that time: the last one that starts at or before it; 0 before the first. */
  frameAt(seconds: number): number {
    // half a microsecond of slack: a frame's own start, turned to seconds and back, must find the frame itself
    const wanted = ((seconds + 5e-7) * this.timeBase.den) / this.timeBase.num;
    let low = 0;
    let high = this.ticks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.ticks[middle]! <= wanted) low = middle;
      else high = middle;
    }
    return low;
  }
}
