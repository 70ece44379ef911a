import { QuerySyntaxError } from './query-syntax-error.js';

export type QueryToken =
  | { readonly kind: 'name'; readonly text: string; readonly column: number }
  | { readonly kind: 'AND' | 'OR' | 'NOT' | '(' | ')' | ':' | 'end'; readonly column: number };

const KEYWORDS = new Set(['AND', 'OR', 'NOT']);
const BARE_NAME = /[^\s():"']+/uy;

/**
 * Splits a query into tokens. AND, OR and NOT count as operators in capitals only, so that "and" can be part of a name;
 * names with spaces, colons or parentheses stand in single or double quotes.
 */
export function tokenizeQuery(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < query.length) {
    const char = query[at]!;
    const column = at + 1;
    if (/\s/u.test(char)) at++;
    else if (char === '(' || char === ')' || char === ':') {
      tokens.push({ kind: char, column });
      at++;
    } else if (char === '"' || char === "'") {
      const close = query.indexOf(char, at + 1);
      if (close < 0) throw new QuerySyntaxError(query, column, 'this quote is never closed');
      tokens.push({ kind: 'name', text: query.slice(at + 1, close), column });
      at = close + 1;
    } else {
      BARE_NAME.lastIndex = at;
      const word = BARE_NAME.exec(query)![0];
      tokens.push(
        KEYWORDS.has(word)
          ? { kind: word as 'AND' | 'OR' | 'NOT', column }
          : { kind: 'name', text: word, column },
      );
      at += word.length;
    }
  }
  tokens.push({ kind: 'end', column: query.length + 1 });
  return tokens;
}
