import { withInterval } from './print-scores.js';
import type { FilmClustering, NamedScores } from './score-film.js';

/** One way to tell who is who in a film that was scanned once. */
export interface Way {
  readonly name: string;
  readonly scores: NamedScores & { readonly clustering?: FilmClustering | null };
}

/** Ways to tell who is who, a line each. */
export function printComparison(title: string, ways: readonly Way[]): string {
  return [title, ...ways.map(printWay)].join('\n');
}

function printWay({ name, scores: { score, wrongNameRate, intervals, clustering } }: Way): string {
  const parts = [
    `micro F1 ${withInterval(score.summary.microF1, intervals.microF1)}`,
    `wrong names ${withInterval(wrongNameRate, intervals.wrongNameRate)}`,
  ];
  if (clustering) {
    parts.push(
      `B-cubed F1 ${withInterval(clustering.f1, clustering.intervals.f1)}`,
      `WCP ${withInterval(clustering.purity, clustering.intervals.purity)}`,
    );
  }
  return `  ${name.padEnd(22)} ${parts.join(', ')}`;
}
