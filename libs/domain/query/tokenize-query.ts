import { QuerySyntaxError } from './query-syntax-error.js';

const KEYWORDS = ['AND', 'OR', 'NOT', 'WITHIN', 'SOLO', 'CLOSEUP'] as const;
const SIGNS = ['(', ')', ':', '>='] as const;

export type QueryToken =
  | { readonly kind: 'name'; readonly text: string; readonly isQuoted: boolean; readonly column: number }
  | {
      readonly kind: (typeof KEYWORDS)[number] | (typeof SIGNS)[number] | 'end';
      readonly text: string;
      readonly column: number;
    };

const BARE_NAME = /[^\s():"'<>=]+/uy;

/**
 * Splits a query into tokens. Operators count in capitals only, so that "and" can be part of a name; names with
 * colons, parentheses, comparison signs or a capital operator in them stand in single or double quotes.
 */
export function tokenizeQuery(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < query.length) {
    const blank = /^\s+/u.exec(query.slice(at));
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const token = readToken(query, at);
    tokens.push(token.token);
    at = token.end;
  }
  tokens.push({ kind: 'end', text: '', column: query.length + 1 });
  return tokens;
}

function readToken(query: string, at: number): { token: QueryToken; end: number } {
  const column = at + 1;
  const sign = SIGNS.find((each) => query.startsWith(each, at));
  if (sign) return { token: { kind: sign, text: sign, column }, end: at + sign.length };
  const char = query[at]!;
  if (char === '"' || char === "'") {
    const close = query.indexOf(char, at + 1);
    if (close < 0) throw new QuerySyntaxError(query, column, 'this quote is never closed');
    const text = query.slice(at + 1, close);
    return { token: { kind: 'name', text, isQuoted: true, column }, end: close + 1 };
  }
  BARE_NAME.lastIndex = at;
  const text = BARE_NAME.exec(query)?.[0];
  if (text === undefined) {
    const problem = `expected >= and a duration here, such as "alice >= 3s" (a name with ${char} in it stands in quotes)`;
    throw new QuerySyntaxError(query, column, problem);
  }
  const keyword = KEYWORDS.find((each) => each === text);
  const token: QueryToken = keyword
    ? { kind: keyword, text, column }
    : { kind: 'name', text, isQuoted: false, column };
  return { token, end: at + text.length };
}
