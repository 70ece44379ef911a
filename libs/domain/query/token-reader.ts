import { QuerySyntaxError } from './query-syntax-error.js';
import { type QueryToken, tokenizeQuery } from './tokenize-query.js';

/** Walks over a query's tokens; whoever reads says what was expected where something else stands. */
export class TokenReader {
  private readonly tokens: readonly QueryToken[];
  private at = 0;

  constructor(private readonly query: string) {
    this.tokens = tokenizeQuery(query);
  }

  peek(): QueryToken {
    return this.tokens[this.at]!;
  }

  take(): QueryToken {
    return this.tokens[this.at++]!;
  }

  takeIf(kind: QueryToken['kind']): boolean {
    if (this.peek().kind !== kind) return false;
    this.at++;
    return true;
  }

  /** Consecutive words, joined by single spaces. */
  takeWords(expected: string): string {
    if (this.peek().kind !== 'name') this.fail(expected);
    const words: string[] = [];
    while (this.peek().kind === 'name') words.push(this.take().text);
    return words.join(' ');
  }

  /** @throws QuerySyntaxError at the column given, else at the next token */
  fail(expected: string, column = this.peek().column): never {
    throw new QuerySyntaxError(this.query, column, expected);
  }
}
