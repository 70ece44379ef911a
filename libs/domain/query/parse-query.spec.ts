import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSceneQuery } from './parse-query.js';
import { QuerySyntaxError } from './query-syntax-error.js';
import { charactersOf, type SceneQuery } from './scene-query.js';

/** Prints a tree back in full parentheses, so that precedence shows. */
function print(query: SceneQuery): string {
  switch (query.kind) {
    case 'character':
      return query.expression ? `${query.name}:${query.expression}` : query.name;
    case 'not':
      return `!${print(query.operand)}`;
    case 'and':
      return `(${print(query.left)} & ${print(query.right)})`;
    case 'or':
      return `(${print(query.left)} | ${print(query.right)})`;
  }
}

describe('parseSceneQuery', () => {
  const readings: [string, string][] = [
    ['alice', 'alice'],
    ['alice AND bob', '(alice & bob)'],
    ['alice AND NOT bob', '(alice & !bob)'],
    ['a OR b AND c', '(a | (b & c))'],
    ['(a OR b) AND c', '((a | b) & c)'],
    ['NOT NOT a', '!!a'],
    ['alice:happy OR bob:SAD', '(alice:happy | bob:sad)'],
    ['Unknown #1 AND Anna Lee', '(Unknown #1 & Anna Lee)'],
    ['"salt and pepper" AND \'O:R\'', '(salt and pepper & O:R)'],
    ['小明 AND 🐰', '(小明 & 🐰)'],
    ['rock and roll', 'rock and roll'],
  ];
  for (const [text, tree] of readings) {
    it(`reads ${text} as ${tree}`, () => assert.equal(print(parseSceneQuery(text)), tree));
  }

  const faults: [string, number, RegExp][] = [
    ['', 1, /expected a character's name/],
    ['alice AND', 10, /expected a character's name/],
    ['alice )', 7, /expected AND, OR or the end/],
    ['(alice', 7, /closing parenthesis/],
    ['alice:merry', 7, /expected an expression \(neutral, happy/],
    ['"alice', 1, /never closed/],
    ['AND bob', 1, /expected a character's name/],
  ];
  for (const [text, column, message] of faults) {
    it(`points at column ${column} of ${JSON.stringify(text)}`, () =>
      assert.throws(
        () => parseSceneQuery(text),
        (error) =>
          error instanceof QuerySyntaxError &&
          error.facts['column'] === column &&
          message.test(error.message),
      ));
  }

  it('lists each character once, in order of mention', () =>
    assert.deepEqual(
      charactersOf(parseSceneQuery('b AND NOT a OR b:happy')).map((c) => c.name),
      ['b', 'a'],
    ));
});
