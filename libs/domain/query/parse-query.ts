import { EXPRESSIONS, type Expression } from '../face/face.js';
import { QuerySyntaxError } from './query-syntax-error.js';
import type { SceneQuery } from './scene-query.js';
import { type QueryToken, tokenizeQuery } from './tokenize-query.js';

/**
 * Reads a scene query: names joined by AND, OR, NOT and parentheses, `name:expression` for a mood.
 * NOT binds tightest, then AND, then OR. Consecutive bare words form one name: `Unknown #1 AND Anna Lee`.
 * @throws QuerySyntaxError at the column where something else was expected
 */
export function parseSceneQuery(query: string): SceneQuery {
  const reader = new TokenReader(query, tokenizeQuery(query));
  const tree = parseOr(reader);
  if (reader.peek().kind !== 'end') reader.fail('expected AND, OR or the end of the query');
  return tree;
}

class TokenReader {
  private at = 0;
  constructor(
    private readonly query: string,
    private readonly tokens: readonly QueryToken[],
  ) {}
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
  fail(expected: string): never {
    throw new QuerySyntaxError(this.query, this.peek().column, expected);
  }
}

function parseOr(reader: TokenReader): SceneQuery {
  let left = parseAnd(reader);
  while (reader.takeIf('OR')) left = { kind: 'or', left, right: parseAnd(reader) };
  return left;
}

function parseAnd(reader: TokenReader): SceneQuery {
  let left = parseOperand(reader);
  while (reader.takeIf('AND')) left = { kind: 'and', left, right: parseOperand(reader) };
  return left;
}

function parseOperand(reader: TokenReader): SceneQuery {
  if (reader.takeIf('NOT')) return { kind: 'not', operand: parseOperand(reader) };
  if (reader.takeIf('(')) {
    const inner = parseOr(reader);
    if (!reader.takeIf(')')) reader.fail('expected a closing parenthesis');
    return inner;
  }
  if (reader.peek().kind !== 'name')
    reader.fail("expected a character's name, NOT or an opening parenthesis");
  return parseCharacter(reader);
}

function parseCharacter(reader: TokenReader): SceneQuery {
  const column = reader.peek().column;
  const name = takeWords(reader);
  const expression = reader.takeIf(':') ? takeExpression(reader) : null;
  return { kind: 'character', name, expression, column };
}

function takeWords(reader: TokenReader): string {
  const words: string[] = [];
  for (let token = reader.peek(); token.kind === 'name'; token = reader.peek()) {
    words.push(token.text);
    reader.take();
  }
  return words.join(' ');
}

function takeExpression(reader: TokenReader): Expression {
  const token = reader.peek();
  const expression = EXPRESSIONS.find((name) => token.kind === 'name' && token.text.toLowerCase() === name);
  if (!expression) reader.fail(`expected an expression (${EXPRESSIONS.join(', ')})`);
  reader.take();
  return expression;
}
