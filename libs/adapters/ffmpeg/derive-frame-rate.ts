import { toNumber, type Rational } from '#domain/time/rational.js';
import type { ProbedStream } from './read-probe-output.js';

export interface DerivedRate {
  readonly frameRate: Rational;
  readonly isVariable: boolean;
  /** The file does not say its rate, and the times of its packets do not either. */
  readonly isGuessed: boolean;
}

/** Intervals may differ by so much of the usual one: containers with coarse clocks round them. */
const IRREGULAR_SHARE = 0.2;
const IRREGULAR_TICKS = 1.5;
const DIFFERENT_RATES = 0.01;
const FASTEST = 1000;

/**
 * The nominal rate, and whether it varies. `times` are the ascending times of the first packets in ticks. The declared
 * rates alone would miss short irregularities; the packets alone would miss those after the first seconds.
 */
export function deriveFrameRate(stream: ProbedStream, times: readonly number[]): DerivedRate {
  const guessed = plausible(stream.guessedRate);
  const average = plausible(stream.averageRate);
  const intervals = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const isVariable = areIrregular(intervals) || ratesDiffer(guessed, average);
  const measured = rateOfIntervals(intervals, stream.timeBase);
  // Field rates (twice the frame rate) are no frame rates.
  const constant = guessed && average && isDouble(guessed, average) ? average : (guessed ?? average);
  const frameRate = (isVariable ? (average ?? measured) : constant) ?? measured;
  return { frameRate: frameRate ?? { num: 25, den: 1 }, isVariable, isGuessed: frameRate === undefined };
}

function areIrregular(intervals: readonly number[]): boolean {
  const usual = median(intervals);
  if (usual === undefined) return false;
  const tolerance = Math.max(IRREGULAR_TICKS, usual * IRREGULAR_SHARE);
  return intervals.some((interval) => Math.abs(interval - usual) > tolerance);
}

function ratesDiffer(guessed: Rational | undefined, average: Rational | undefined): boolean {
  if (!guessed || !average || isDouble(guessed, average)) return false;
  return Math.abs(toNumber(guessed) / toNumber(average) - 1) > DIFFERENT_RATES;
}

function isDouble(guessed: Rational, average: Rational): boolean {
  return Math.abs(toNumber(guessed) / toNumber(average) - 2) <= 2 * DIFFERENT_RATES;
}

function rateOfIntervals(intervals: readonly number[], timeBase: Rational | undefined): Rational | undefined {
  const usual = median(intervals);
  if (usual === undefined || usual <= 0 || !timeBase) return undefined;
  return plausible({ num: timeBase.den, den: timeBase.num * usual });
}

function plausible(rate: Rational | undefined): Rational | undefined {
  return rate && toNumber(rate) <= FASTEST ? rate : undefined;
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}
