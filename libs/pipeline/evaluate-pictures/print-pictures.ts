import type { ClassificationScore } from '#domain/evaluation/score-classes.js';
import type { RankScore } from '#domain/evaluation/score-ranks.js';
import { percent, printDetectionScore, printRanks, withInterval } from '../evaluate-film/print-scores.js';
import type { EachPicture } from './each-picture.js';
import type { DetectionEvaluation } from './evaluate-detection.js';
import type { ExpressionEvaluation } from './evaluate-expression.js';
import type { AlarmShare, NegativesEvaluation } from './evaluate-negatives.js';
import type { PoseEvaluation } from './evaluate-pose.js';
import type { RecognitionEvaluation, RecognitionScore } from './evaluate-recognition.js';

export const LISTED = 10;

export function printDetection(title: string, evaluation: DetectionEvaluation): string {
  const { score, apInterval, failures } = evaluation;
  return lines(
    title,
    printDetectionScore(score, apInterval),
    ...printFailures(failures, 'their faces are missed'),
  );
}

export function printRecognition(title: string, evaluation: RecognitionEvaluation): string {
  const { distractors, embedder, colour, failures } = evaluation;
  return lines(
    `${title}: ${embedder.rank.identities} identities, ${embedder.rank.photos} photographs, ${distractors} distractors, ${printTrials(embedder.rank)}`,
    'one true match among the distractors',
    printRanks(embedder.rank, colour.rank),
    'open set, the first photograph of each identity enrolled, the distractors strangers',
    printOpenSet('the embedder', embedder),
    printOpenSet('colour alone', colour),
    ...printFailures(failures, 'left out'),
  );
}

function printTrials({ identities, photos, trials }: RankScore): string {
  const each = photos / identities;
  const isEven = Number.isInteger(each) && trials === photos * (each - 1);
  return isEven ? `N M (M-1) = ${identities} x ${each} x ${each - 1} = ${trials} trials` : `${trials} trials`;
}

function printOpenSet(name: string, { openSet }: RecognitionScore): string {
  const rates = openSet.map(
    ({ fpir, dir, interval }) => `DIR ${withInterval(dir, interval)} at FPIR ${100 * fpir} %`,
  );
  return `  ${name.padEnd(14)} ${rates.join(', ')}`;
}

export function printExpression(title: string, evaluation: ExpressionEvaluation): string {
  const { seven, four, otherLabels, failures } = evaluation;
  return lines(
    `${title}: ${seven.items} pictures, ${seven.unanswered} without a face that could be read${otherLabels > 0 ? `, ${otherLabels} passed over for a label that is none of the seven` : ''}`,
    ...printClasses('seven expressions', seven),
    ...printClasses('four groups', four),
    ...printFailures(failures, 'counted as wrong'),
  );
}

function printClasses(title: string, score: ClassificationScore): string[] {
  const width = 9;
  const { intervals } = score;
  const names = score.classes.map(({ name }) => name.slice(0, width - 1).padStart(width)).join('');
  return [
    `${title}: accuracy ${withInterval(score.accuracy, intervals.accuracy)}, balanced ${percent(score.balancedAccuracy).trim()}, macro F1 ${withInterval(score.macroF1, intervals.macroF1)}`,
    `  ${'truth \\ said'.padEnd(14)}${names}${'none'.padStart(width)}${'F1'.padStart(width)}`,
    ...score.classes.map(({ name, f1 }, row) => {
      const counts = score.confusion[row]!.map((count) => String(count).padStart(width)).join('');
      return `  ${name.padEnd(14)}${counts}${percent(f1).padStart(width)}`;
    }),
  ];
}

export function printPose(title: string, evaluation: PoseEvaluation): string {
  const { items, unanswered, angles, meanError, failures } = evaluation;
  return lines(
    `${title}: ${items} pictures, ${unanswered} without an answer, mean error of the three angles ${meanError === null ? 'none' : `${meanError.toFixed(1)} degrees`}`,
    ...Object.entries(angles ?? {}).map(
      ([name, { mean, median, within15 }]) =>
        `  ${name.padEnd(6)} mean ${mean.toFixed(1).padStart(5)}, median ${median.toFixed(1).padStart(5)}, within 15 degrees ${percent(within15).trim()}`,
    ),
    ...printFailures(failures, 'without an answer'),
  );
}

export function printNegatives(title: string, evaluation: NegativesEvaluation, hasCast: boolean): string {
  const { folders, total, interval, alarms, failures } = evaluation;
  const share = total.pictures === 0 ? null : total.alarms / total.pictures;
  return lines(
    `${title}: of ${total.pictures} pictures that show nobody, ${withInterval(share, interval)} are taken for a face`,
    `  ${'folder'.padEnd(20)} pictures  detector  and a face${hasCast ? '   named' : ''}`,
    ...[...folders, total].map((entry) => printShare(entry, hasCast)),
    ...(alarms.length > 0 ? ['the surest'] : []),
    ...alarms
      .slice(0, LISTED)
      .map(
        ({ file, score, faceness, name }) =>
          `  ${file}: score ${score.toFixed(2)}, p(face) ${faceness.toFixed(2)}${name === null ? '' : `, taken for ${name}`}`,
      ),
    ...printFailures(failures, 'left out'),
  );
}

function printShare({ folder, pictures, detected, alarms, named }: AlarmShare, hasCast: boolean): string {
  const columns = [pictures, detected, alarms].map((count, i) => String(count).padStart([8, 9, 11][i]!));
  return `  ${folder.padEnd(20)} ${columns.join(' ')}${hasCast ? ` ${String(named).padStart(7)}` : ''}`;
}

export function printFailures(failures: EachPicture<unknown>['failures'], consequence: string): string[] {
  if (failures.length === 0) return [];
  const more = failures.length > LISTED ? [`  and ${failures.length - LISTED} more`] : [];
  return [
    `${failures.length} pictures could not be used (${consequence}):`,
    ...failures.slice(0, LISTED).map(({ file, reason }) => `  ${file}: ${reason}`),
    ...more,
  ];
}

export const lines = (...parts: readonly string[]): string => parts.join('\n');
