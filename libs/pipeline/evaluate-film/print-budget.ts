import {
  countCauses,
  type ErrorStretch,
  worstStretches,
  type WrongFor,
} from '#domain/evaluation/error-budget.js';
import { percent } from './print-scores.js';

const STRETCHES = 15;

/** So many seconds under each cause, then the errors that last longest. */
export function printBudget<Why extends string>(
  title: string,
  errors: readonly WrongFor<Why>[],
  causes: readonly Why[],
): string {
  const counts = countCauses(errors, causes);
  const worst = worstStretches(errors).slice(0, STRETCHES);
  return [
    `error budget, ${title}: ${errors.length} wrong seconds`,
    ...causes.map(
      (cause) =>
        `  ${cause.padEnd(20)} ${String(counts[cause]).padStart(5)}  ${percent(errors.length === 0 ? null : counts[cause] / errors.length)}`,
    ),
    ...(worst.length === 0 ? [] : ['the longest of them']),
    ...worst.map(printStretch),
  ].join('\n');
}

function printStretch({ from, until, character, cause, detail }: ErrorStretch): string {
  const length = until - from === 1 ? '1 s' : `${until - from} s`;
  return `  ${clock(from)} ${length.padStart(5)}  ${character.padEnd(14)} ${cause}${detail === null ? '' : ` (${detail})`}`;
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
