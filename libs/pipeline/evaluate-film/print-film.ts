import { DISCOVERED_CAUSES } from '#domain/evaluation/discovered-budget.js';
import { CAUSES } from '#domain/evaluation/error-budget.js';
import type { AdaptedScores, FilmEvaluation } from './evaluate-film.js';
import { printBudget } from './print-budget.js';
import { printComparison, type Way } from './print-comparison.js';
import {
  percent,
  printDetectionScore,
  printRanks,
  printShotScore,
  printTimelineScore,
  withInterval,
} from './print-scores.js';
import type { BoxScores, DiscoveredScores, FilmClustering, NamedScores } from './score-film.js';

/** Everything that was measured, a paragraph each; what could not be measured for want of labels is left out. */
export function printFilm(title: string, evaluation: FilmEvaluation): string {
  const { models, shots, boundaries, named, discovered, adapted, detection, boxes } = evaluation;
  const { errors, discoveredErrors } = evaluation;
  const parts = [
    `${title}: detector ${models.detector}, embedder ${models.embedder}, ${shots} shots; ranges in brackets hold 95 %`,
  ];
  if (boundaries) parts.push(printShotScore(boundaries));
  if (named) parts.push(printNamed('with the cast folder', named));
  if (errors) parts.push(printBudget('with the cast folder', errors, CAUSES));
  if (discovered) parts.push(...printDiscovered('discovered, without a cast, as shipped', discovered));
  if (discoveredErrors)
    parts.push(printBudget('discovered, as shipped', discoveredErrors, DISCOVERED_CAUSES));
  if (adapted) parts.push(...printAdapted(adapted));
  parts.push(...printComparisons(evaluation));
  if (detection) parts.push(printDetectionScore(detection, boxes?.apInterval));
  if (boxes) parts.push(printBoxes(boxes));
  return parts.join('\n\n');
}

function printNamed(title: string, { score, intervals }: NamedScores): string {
  return printTimelineScore(title, score, { isDiscovered: false, intervals });
}

function printDiscovered(title: string, { score, intervals, clustering }: DiscoveredScores): string[] {
  const table = printTimelineScore(title, score, { isDiscovered: true, intervals });
  return clustering ? [table, printClustering(clustering)] : [table];
}

function printAdapted(adapted: AdaptedScores): string[] {
  const { isAccepted, tried, hitsBefore, hitsAfter, named, discovered } = adapted;
  const found = `of ${tried} tracks beside others ${hitsBefore} are nearest to themselves as shipped, ${hitsAfter} adapted (judged where it was not fitted)`;
  if (!isAccepted) return [`adapted to the episode without its labels: no gain, kept as shipped; ${found}`];
  return [
    `adapted to the episode without its labels: ${found}`,
    ...(named ? [printNamed('adapted, with the cast folder', named)] : []),
    ...(discovered ? printDiscovered('discovered, without a cast, adapted to the episode', discovered) : []),
  ];
}

/** What the same scan gives in other ways, beside what it gives as shipped. */
function printComparisons({ named, discovered, adapted, byColour }: FilmEvaluation): string[] {
  const comparisons: string[] = [];
  if (named) {
    comparisons.push(
      printComparison("names from the cast folder (by colour: the nearest picture's, however far)", [
        { name: 'as shipped', scores: named },
        ...wayOf('adapted to the episode', adapted?.named),
        ...wayOf('by colour alone', byColour?.named),
      ]),
    );
  }
  if (discovered) {
    comparisons.push(
      printComparison('discovered characters (by colour: the tracks of those as shipped, as many groups)', [
        { name: 'as shipped', scores: discovered },
        ...wayOf('adapted to the episode', adapted?.discovered),
        ...wayOf('by colour alone', byColour?.discovered),
      ]),
    );
  }
  return comparisons;
}

const wayOf = (name: string, scores: Way['scores'] | undefined): Way[] => (scores ? [{ name, scores }] : []);

function printClustering({ tracks, intervals, ...scores }: FilmClustering): string {
  const [f1, precision, recall, purity, nmi] = (['f1', 'precision', 'recall', 'purity', 'nmi'] as const).map(
    (name) => withInterval(scores[name], intervals[name]),
  );
  return `clustering of ${tracks} labelled tracks by their seconds: B-cubed F1 ${f1}, precision ${precision}, recall ${recall}, WCP ${purity}, NMI ${nmi}`;
}

function printBoxes({ purity, followed, rank, colourRank }: BoxScores): string {
  const { precision, recall } = followed;
  const onFaces = `tracks at the labelled frames: on ${percent(recall).trim()} of the faces; ${percent(precision).trim()} of their boxes are on one`;
  const pure =
    purity.tracks === 0
      ? 'track purity: no track meets two labelled faces'
      : `track purity ${withInterval(purity.purity, purity.interval)}: ${purity.faces} labelled faces in ${purity.tracks} tracks that meet two or more`;
  if (rank.trials === 0) return `${onFaces}\n${pure}`;
  return `${onFaces}\n${pure}\n\nlabelled faces, one true match among the faces of all others (${rank.identities} characters, ${rank.photos} faces, ${rank.trials} trials)\n${printRanks(rank, colourRank)}`;
}
