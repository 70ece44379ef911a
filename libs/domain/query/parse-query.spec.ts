import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseSceneQuery } from './parse-query.js';
import { QuerySyntaxError } from './query-syntax-error.js';
import { charactersOf, type SceneQuery } from './scene-query.js';

const PIECES = 'alice 小明 AND OR NOT ( ) : >= > SOLO WITHIN CLOSEUP form happy 5s 0.4 " ='.split(' ');

/** Prints a tree back in full parentheses, so that precedence shows. */
function print(query: SceneQuery): string {
  switch (query.kind) {
    case 'character': {
      const { name, expression, form, closeUp } = query;
      const facets = [expression, form === null ? null : `form(${form})`].filter((facet) => facet !== null);
      return [name, ...facets].join(':') + (closeUp === null ? '' : `^${closeUp.toFixed(2)}`);
    }
    case 'not':
      return `!${print(query.operand)}`;
    case 'and':
      return `(${print(query.left)} & ${print(query.right)})`;
    case 'or':
      return `(${print(query.left)} | ${print(query.right)})`;
    case 'solo':
      return `${print(query.operand)}.solo`;
    case 'lasting':
      return `${print(query.operand)}.lasting(${query.seconds})`;
    case 'within':
      return `within(${query.terms.map(print).join(', ')}; ${query.seconds})`;
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
    ['alice:form(battle armour)', 'alice:form(battle armour)'],
    ['alice:happy:form("b:1") OR 小明:FORM(鎧)', '(alice:happy:form(b:1) | 小明:form(鎧))'],
    ['alice SOLO', 'alice.solo'],
    ['NOT alice SOLO AND bob', '(!alice.solo & bob)'],
    ['alice >= 3s', 'alice.lasting(3)'],
    ['alice>=2.5 s SOLO', 'alice.lasting(2.5).solo'],
    ['(a OR b) >= 500ms', '(a | b).lasting(0.5)'],
    ['a AND b >= 2 min', '(a & b.lasting(120))'],
    ['alice CLOSEUP', 'alice^0.33'],
    ['alice:sad CLOSEUP(40%) >= 2s', 'alice:sad^0.40.lasting(2)'],
    ['(alice) CLOSEUP (.5)', 'alice^0.50'],
    ['(alice AND bob) WITHIN 5s', 'within(alice, bob; 5)'],
    ['(a AND (b OR c) AND d SOLO) WITHIN 1min', 'within(a, (b | c), d.solo; 60)'],
    ['"Han SOLO" SOLO', 'Han SOLO.solo'],
    ['solo AND within', '(solo & within)'],
  ];
  for (const [text, tree] of readings) {
    it(`reads ${text} as ${tree}`, () => assert.equal(print(parseSceneQuery(text)), tree));
  }

  const faults: [string, number, RegExp][] = [
    ['', 1, /expected a character's name/],
    ['alice AND', 10, /expected a character's name/],
    ['alice )', 7, /expected AND, OR, SOLO, CLOSEUP, WITHIN, >= or the end/],
    ['(alice', 7, /closing parenthesis/],
    ['alice:merry', 7, /expected an expression \(neutral, happy/],
    ['alice:', 7, /expected an expression/],
    ['alice:happy:sad', 13, /one expression only/],
    ['alice:form', 11, /form in parentheses/],
    ['alice:form()', 12, /the form's name/],
    ['alice:form(x', 13, /closing parenthesis after the form/],
    ['alice:form(x):form(y)', 15, /one form only/],
    ['"alice', 1, /never closed/],
    ['AND bob', 1, /expected a character's name/],
    ['SOLO', 1, /expected a character's name/],
    ['alice > 3s', 7, /expected >=/],
    ['alice >= 3', 10, /duration with its unit/],
    ['alice >= 3 weeks', 10, /duration with its unit/],
    ['alice >=', 9, /expected a duration/],
    ['alice >= long', 10, /expected a duration/],
    ['alice CLOSEUP(1.5)', 15, /share of the picture's height/],
    ['alice CLOSEUP(0)', 15, /share of the picture's height/],
    ['alice CLOSEUP(0.4', 18, /closing parenthesis after the share/],
    ['(alice OR bob) CLOSEUP', 16, /right behind one name/],
    ['alice AND bob WITHIN 5s', 15, /parenthesis with AND/],
    ['(alice OR bob) WITHIN 5s', 16, /parenthesis with AND/],
    ['(alice AND NOT bob) WITHIN 5s', 21, /not their absence/],
    ['(alice AND bob) WITHIN soon', 24, /expected a duration/],
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

  it('puts the caret under the place, wide letters counted double', () =>
    assert.throws(
      () => parseSceneQuery('小明 AND\tナミ )'),
      /or the end of the query\n {2}小明 AND ナミ \)\n {16}\^$/,
    ));

  it('reads or refuses any text at all, and points into it', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }), (pieces) => {
        const text = pieces.join(' ');
        try {
          parseSceneQuery(text);
        } catch (error) {
          assert.ok(error instanceof QuerySyntaxError, String(error));
          const column = error.facts['column'] as number;
          assert.ok(column >= 1 && column <= text.length + 1);
        }
      }),
    ));

  it('lists each character once, in order of mention', () =>
    assert.deepEqual(
      charactersOf(parseSceneQuery('b AND NOT a OR b:happy')).map((c) => c.name),
      ['b', 'a'],
    ));
});
