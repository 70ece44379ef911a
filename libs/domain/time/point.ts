import type { Point } from '../timeline/timeline.js';
import type { Rational } from './rational.js';
import { timecodeOfFrame } from './timecode.js';
import { toMilliseconds } from './timestamp.js';

/** Where frames lie in time; `FrameClock` is one. */
export interface FrameTimes {
  readonly timeBase: Rational;
  ticksAt(frame: number): number;
}

/** The instant at which a frame begins, in the three ways that people ask for it. */
export function pointAt(frame: number, times: FrameTimes, frameRate: Rational): Point {
  return {
    ms: toMilliseconds({ ticks: times.ticksAt(frame), timeBase: times.timeBase }),
    timecode: timecodeOfFrame(frame, frameRate),
    frame,
  };
}
