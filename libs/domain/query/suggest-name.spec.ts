import assert from 'node:assert/strict';
import { it } from 'node:test';
import { suggestName } from './suggest-name.js';

const cases: [string, string[], string | undefined][] = [
  ['alice', [], undefined],
  ['alcie', ['bob', 'alice'], 'alice'],
  ['Bunny', ['bunny', 'frank'], 'bunny'],
  ['zed', ['alice', 'bob'], undefined],
];
for (const [wanted, known, found] of cases) {
  it(`suggests ${found ?? 'nothing'} for ${wanted} among ${known.length} names`, () =>
    assert.equal(suggestName(wanted, known), found));
}
