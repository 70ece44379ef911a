import { percent, printRanks } from '../evaluate-film/print-scores.js';
import type { CastEvaluation } from './evaluate-cast.js';
import { lines, LISTED, printFailures } from './print-pictures.js';

export function printCastEvaluation(title: string, evaluation: CastEvaluation): string {
  const { rank, colourRank, confusions, forms, failures } = evaluation;
  return lines(
    `${title}: ${rank.identities} characters, ${rank.photos} pictures, ${rank.trials} trials`,
    'one true match among the pictures of all others',
    printRanks(rank, colourRank),
    ...(confusions.length > 0
      ? ['most like somebody else']
      : ['every picture is most like its own character']),
    ...confusions
      .slice(0, LISTED)
      .map(({ label, other, pictures, of }) => `  ${pictures} of ${of} of ${label}: like ${other}`),
    ...(forms.length > 0 ? ['known by the other forms only'] : []),
    ...forms.map(
      ({ character, form, pictures, right, wrong }) =>
        `  ${character}, ${form}: ${right} of ${pictures} named (${percent(right / pictures).trim()}), ${wrong} taken for somebody else`,
    ),
    ...printFailures(failures, 'left out'),
  );
}
