import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suggestOperators } from './suggest-operators.js';

const KNOWN = ['Alice', 'Bob', 'Anna Lee', 'Unknown #1'];

describe('suggestOperators', () => {
  const meant: Readonly<Record<string, string | undefined>> = {
    'alice and bob': 'alice AND bob',
    'Anna Lee or alice': 'Anna Lee OR alice',
    'alice and not bob': 'alice AND NOT bob',
    'not alice': 'NOT alice',
    'alice bob': 'alice AND bob',
    'anna lee Unknown #1': 'anna lee AND Unknown #1',
    'alice and carol': undefined,
    'alice carol': undefined,
    alic: undefined,
  };
  for (const [name, query] of Object.entries(meant))
    it(`${query === undefined ? 'has nothing to say of' : 'understands'} "${name}"`, () =>
      assert.equal(suggestOperators(name, KNOWN), query));
});
