import type { FrameClock } from '../time/frame-clock.js';
import { type Rational, reduced, toNumber } from '../time/rational.js';

/** Rates that every editing program knows. */
const STANDARD_RATES: readonly Rational[] = [
  ...[24, 30, 48, 60, 120].map((nominal) => ({ num: nominal * 1000, den: 1001 })),
  ...[24, 25, 30, 48, 50, 60, 100, 120].map((num) => ({ num, den: 1 })),
];
const FASTEST_RATE = 240;

export interface SourceRate {
  readonly frameRate: Rational;
  readonly isVariableFrameRate: boolean;
}

/**
 * The constant rate at which an episode is edited: its own where it is constant and can be written as whole frames per
 * second, with or without the NTSC 1000/1001; else the nearest standard rate (87169000/2905633 is a rate that editing
 * programs refuse).
 */
export function editRateOf({ frameRate, isVariableFrameRate }: SourceRate): Rational {
  const rate = reduced(frameRate);
  const isWritable = rate.den === 1 || (rate.den === 1001 && rate.num % 1000 === 0);
  if (isWritable && !isVariableFrameRate && toNumber(rate) <= FASTEST_RATE) return rate;
  const distance = (standard: Rational): number => Math.abs(Math.log(toNumber(standard) / toNumber(rate)));
  return STANDARD_RATES.reduce((best, each) => (distance(each) < distance(best) ? each : best));
}

/** Decoded frames as frames of the edit: by their exact times, as editing programs conform a file. */
export class FrameConformer {
  /** Whether every frame keeps its number. */
  readonly isExact: boolean;

  constructor(
    private readonly clock: FrameClock,
    readonly rate: Rational,
  ) {
    this.isExact = Array.from({ length: clock.frames }, (_, frame) => frame).every(
      (frame) => this.frameOf(frame) === frame,
    );
  }

  /** The frame of the edit that begins nearest to where a decoded frame begins. */
  conform(frame: number): number {
    return this.isExact ? frame : this.frameOf(frame);
  }

  private frameOf(frame: number): number {
    const { num, den } = this.clock.timeBase;
    const ticks = this.clock.ticksAt(frame) - this.clock.ticksAt(0);
    return Math.round((ticks * num * this.rate.num) / (den * this.rate.den));
  }
}
