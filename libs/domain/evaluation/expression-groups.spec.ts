import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXPRESSIONS } from '../face/face.js';
import { EXPRESSION_GROUPS, expressionNamed, groupOf } from './expression-groups.js';

describe('expressionNamed', () => {
  const table: [string, string | undefined][] = [
    ['neutral', 'neutral'],
    ['Smile_2', 'happy'],
    ['fearful', 'fear'],
    ['apron_surprised-left', 'surprise'],
    ['happy smile', 'happy'],
    ['sad or happy', undefined],
    ['confused', undefined],
    ['happyhour', undefined],
    ['constructor', undefined],
    ['', undefined],
  ];
  for (const [label, expected] of table) {
    it(`takes ${JSON.stringify(label)} for ${expected ?? 'none'}`, () =>
      assert.equal(expressionNamed(label), expected));
  }

  it('knows the seven by their own names', () => {
    for (const name of EXPRESSIONS) assert.equal(expressionNamed(name), name);
  });
});

it('every group has an expression', () => {
  assert.deepEqual(new Set(EXPRESSIONS.map(groupOf)), new Set(EXPRESSION_GROUPS));
});
