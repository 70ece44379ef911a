import type { DetectionScore } from '#domain/evaluation/score-detections.js';
import type { Interval } from '#domain/evaluation/bootstrap.js';
import type { RankScore } from '#domain/evaluation/score-ranks.js';
import type { BoundaryCounts, ShotScore } from '#domain/evaluation/score-shots.js';
import { type TimelineScore, wrongNameRate } from '#domain/evaluation/score-timeline.js';
import type { TimelineIntervals } from '#domain/evaluation/timeline-intervals.js';

export const percent = (value: number | null): string =>
  (value === null ? '-' : `${(100 * value).toFixed(1)}%`).padStart(7);

/** For a sentence: the value and, where there is one, its 95 % interval. */
export function withInterval(value: number | null, interval: Interval | null = null): string {
  const range = interval ? ` (${(100 * interval.low).toFixed(1)}-${(100 * interval.high).toFixed(1)})` : '';
  return `${percent(value).trim()}${range}`;
}

export interface TimelinePrinting {
  readonly isDiscovered: boolean;
  readonly intervals?: TimelineIntervals;
}

/** A timeline's scores as a table: a row per character, then the totals. */
export function printTimelineScore(
  title: string,
  { rows, summary }: TimelineScore,
  { isDiscovered, intervals }: TimelinePrinting,
): string {
  const head = `${title}\ncharacter        true s    prec.     rec.       F1  wrong name s`;
  const lines = rows.map(({ character, trueSeconds, precision, recall, f1, wrongName, as }) => {
    const matched = isDiscovered && as !== null ? `  as ${as}` : '';
    return `${character.padEnd(16)} ${String(trueSeconds).padStart(6)}  ${percent(precision)}  ${percent(recall)}  ${percent(f1)}  ${String(wrongName).padStart(12)}${matched}`;
  });
  const {
    microF1,
    microPrecision,
    microRecall,
    macroF1,
    wrongNameSeconds,
    predictedCharacters,
    trueCharacters,
  } = summary;
  const rate = wrongNameRate(rows);
  const wrongShare =
    rate === null ? '' : `, ${withInterval(rate, intervals?.wrongNameRate)} of named seconds`;
  return [
    head,
    ...lines,
    `micro F1 ${withInterval(microF1, intervals?.microF1)}, precision ${percent(microPrecision).trim()}, recall ${percent(microRecall).trim()}, macro F1 ${withInterval(macroF1, intervals?.macroF1)}`,
    `wrong names ${wrongNameSeconds} s${wrongShare}, characters found ${predictedCharacters}, true ${trueCharacters}`,
  ].join('\n');
}

export function printDetectionScore(
  { pictures, faces, ap, bestF1, precision, recall, atScore, maxRecall }: DetectionScore,
  interval: Interval | null = null,
): string {
  return (
    `face detection: ${pictures} pictures, ${faces} faces, AP@0.5 ${withInterval(ap, interval)}\n` +
    `best F1 ${percent(bestF1).trim()} (precision ${percent(precision).trim()}, recall ${percent(recall).trim()}) at score ${atScore.toFixed(2)}, greatest recall ${percent(maxRecall).trim()}`
  );
}

/** Shot boundaries: a line per kind. */
export function printShotScore({ exactCuts, nearCuts, gradual, all }: ShotScore): string {
  const line = (name: string, counts: BoundaryCounts): string =>
    `${name.padEnd(28)} ${String(counts.true).padStart(5)}  ${String(counts.found).padStart(5)}  ${percent(counts.precision)}  ${percent(counts.recall)}  ${percent(counts.f1)}`;
  return [
    'shot boundaries               true  found    prec.     rec.       F1',
    line('cuts, exact to the frame', exactCuts),
    line('cuts, within 2 frames', nearCuts),
    line('dissolves and fades', gradual),
    line('all, under any name', all),
  ].join('\n');
}

/** Ours and colour alone side by side, a line each. */
export function printRanks(ours: RankScore, colour: RankScore): string {
  const line = (name: string, { micro, interval, macro, mrr }: RankScore): string =>
    `  ${name.padEnd(14)} Rank-1 ${withInterval(micro, interval)}, mean over identities ${percent(macro).trim()}, MRR ${percent(mrr).trim()}`;
  return [line('the embedder', ours), line('colour alone', colour)].join('\n');
}
