import { CastlineError } from '../errors/castline-error.js';

/** The query could not be read; `column` counts from 1. The message shows the place under the query. */
export class QuerySyntaxError extends CastlineError {
  constructor(query: string, column: number, problem: string) {
    super('usage', 'QUERY.SYNTAX', `${problem}\n  ${query}\n  ${' '.repeat(column - 1)}^`, { query, column });
  }
}
