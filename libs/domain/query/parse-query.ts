import { parseModifiers } from './parse-modifiers.js';
import { parseCharacter } from './parse-character.js';
import type { SceneQuery } from './scene-query.js';
import { TokenReader } from './token-reader.js';

/**
 * Reads a scene query (docs/queries.md): names joined by AND, OR, NOT and parentheses; `name:happy`, `name:form(armour)`;
 * behind a name or a parenthesis SOLO, CLOSEUP, `>= 3s`, WITHIN 5s. What stands behind binds tightest, then NOT, AND, OR.
 * Consecutive bare words form one name: `Unknown #1 AND Anna Lee`.
 * @throws QuerySyntaxError at the column where something else was expected
 */
export function parseSceneQuery(query: string): SceneQuery {
  const reader = new TokenReader(query);
  const tree = parseOr(reader);
  if (reader.peek().kind !== 'end') reader.fail(`expected ${AFTER_A_SCENE} or the end of the query`);
  return tree;
}

const AFTER_A_SCENE = 'AND, OR, SOLO, CLOSEUP, WITHIN, >=';

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
  if (!reader.takeIf('(')) return parseModifiers(reader, parseCharacter(reader));
  const inner = parseOr(reader);
  if (!reader.takeIf(')')) reader.fail(`expected ${AFTER_A_SCENE} or a closing parenthesis`);
  return parseModifiers(reader, inner);
}
