import { CastlineError } from '../errors/castline-error.js';

/** The query could not be read; `column` counts from 1. The message shows the place under the query. */
export class QuerySyntaxError extends CastlineError {
  constructor(query: string, column: number, problem: string) {
    const place = query.trim() === '' ? '; the query is empty' : `\n${pointInto(query, column)}`;
    super('usage', 'QUERY.SYNTAX', `${problem}${place}`, { query, column });
  }
}

/** Letters that a terminal draws two columns wide: the East Asian scripts, full-width forms and pictographs. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The query on one line and, under it, a caret at the column. */
export function pointInto(query: string, column: number): string {
  const line = query.replace(/\s/gu, ' ');
  const before = [...line.slice(0, column - 1)].map((char) => {
    if (/\p{M}|\u200d|\ufe0f/u.test(char)) return '';
    return WIDE.test(char) ? '  ' : ' ';
  });
  return `  ${line}\n  ${before.join('')}^`;
}
