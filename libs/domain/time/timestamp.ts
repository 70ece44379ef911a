import type { Rational } from './rational.js';

/**
 * An exact time: `ticks * timeBase` seconds after the episode's start (the container's start time is already taken off).
 * Never a float of seconds: 24000/1001 frames per second has no exact one.
 */
export interface Timestamp {
  readonly ticks: number;
  readonly timeBase: Rational;
}

/** Milliseconds, for people and for JSON; rounded to a microsecond so that equal times print equally. */
export function toMilliseconds({ ticks, timeBase }: Timestamp): number {
  return Math.round((ticks * timeBase.num * 1_000_000) / timeBase.den) / 1000;
}

export function toSeconds({ ticks, timeBase }: Timestamp): number {
  return (ticks * timeBase.num) / timeBase.den;
}
