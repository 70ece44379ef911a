import { bootstrapInterval, type Interval } from './bootstrap.js';
import {
  type ScoredTimeline,
  scoreTimeline,
  type Tally,
  type TimelineScore,
  wrongNameRate,
} from './score-timeline.js';
import type { TimelineTruth } from './truth.js';
import { underTrueNames } from './under-true-names.js';

/** Seconds of one block belong to few shots and err together, so that blocks are drawn and not seconds. */
const BLOCK_SECONDS = 10;

export interface TimelineIntervals {
  readonly microF1: Interval | null;
  readonly macroF1: Interval | null;
  readonly wrongNameRate: Interval | null;
}

/** 95 % intervals of a timeline's scores, blocks of ten seconds being drawn again; what they say holds for this film only. */
export function timelineIntervals(
  timeline: ScoredTimeline,
  truth: TimelineTruth,
  score: TimelineScore,
): TimelineIntervals {
  const named = underTrueNames(timeline, score);
  const blocks = blocksOf(truth).map((range) => scoreTimeline(named, { ...truth, range }).rows);
  const counting = score.rows.flatMap(({ trueSeconds }, i) => (trueSeconds >= 2 ? [i] : []));
  const sums = (sample: readonly (readonly Tally[])[], i: number): Tally =>
    addUp(sample.map((rows) => rows[i]!));
  const all = score.rows.map((_, i) => i);
  return {
    microF1: bootstrapInterval(blocks, (sample) => f1Of(addUp(all.map((i) => sums(sample, i))))),
    macroF1: bootstrapInterval(blocks, (sample) => {
      const values = counting.flatMap((i) => f1Of(sums(sample, i)) ?? []);
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    }),
    wrongNameRate: bootstrapInterval(blocks, (sample) => wrongNameRate(sample.flat())),
  };
}

function blocksOf({ range, seconds }: TimelineTruth): [number, number][] {
  const [first, end] = range ?? [0, Math.max(...Object.keys(seconds).map(Number)) + 1];
  return Array.from({ length: Math.ceil((end - first) / BLOCK_SECONDS) }, (_, i) => [
    first + i * BLOCK_SECONDS,
    Math.min(end, first + (i + 1) * BLOCK_SECONDS),
  ]);
}

function addUp(tallies: readonly Tally[]): Tally {
  return tallies.reduce<Tally>(
    (sum, row) => ({
      tp: sum.tp + row.tp,
      fp: sum.fp + row.fp,
      fn: sum.fn + row.fn,
      wrongName: sum.wrongName + row.wrongName,
    }),
    { tp: 0, fp: 0, fn: 0, wrongName: 0 },
  );
}

function f1Of({ tp, fp, fn }: Tally): number | null {
  const whole = 2 * tp + fp + fn;
  return whole === 0 ? null : (2 * tp) / whole;
}
