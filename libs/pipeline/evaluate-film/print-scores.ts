import type { DetectionScore } from '#domain/evaluation/score-detections.js';
import type { TimelineScore } from '#domain/evaluation/score-timeline.js';

const percent = (value: number | null): string =>
  (value === null ? '-' : `${(100 * value).toFixed(1)}%`).padStart(7);

/** A timeline's scores as a table: a row per character, then the totals. */
export function printTimelineScore(
  title: string,
  { rows, summary }: TimelineScore,
  isDiscovered: boolean,
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
  const named = rows.reduce((sum, row) => sum + row.tp + row.fp, 0);
  const wrongShare =
    named > 0 ? ` (${((100 * wrongNameSeconds) / named).toFixed(1)} % of named seconds)` : '';
  return [
    head,
    ...lines,
    `micro F1 ${percent(microF1).trim()}, precision ${percent(microPrecision).trim()}, recall ${percent(microRecall).trim()}, macro F1 ${percent(macroF1).trim()}`,
    `wrong names ${wrongNameSeconds} s${wrongShare}, characters found ${predictedCharacters}, true ${trueCharacters}`,
  ].join('\n');
}

export function printDetectionScore({
  pictures,
  faces,
  ap,
  bestF1,
  precision,
  recall,
  atScore,
  maxRecall,
}: DetectionScore): string {
  return (
    `face detection: ${pictures} pictures, ${faces} faces, AP@0.5 ${percent(ap).trim()}\n` +
    `best F1 ${percent(bestF1).trim()} (precision ${percent(precision).trim()}, recall ${percent(recall).trim()}) at score ${atScore.toFixed(2)}, greatest recall ${percent(maxRecall).trim()}`
  );
}
