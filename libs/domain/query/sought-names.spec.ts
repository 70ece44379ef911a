import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSceneQuery } from './parse-query.js';
import { soughtNames } from './scene-query.js';

describe('soughtNames', () => {
  const table: [string, string[]][] = [
    ['NOT alice', []],
    ['alice', ['alice']],
    ['alice:happy', ['alice']],
    ['alice AND NOT bob', ['alice']],
    ['(alice OR bob) AND alice', ['alice', 'bob']],
    ['alice SOLO', ['alice']],
    ['alice >= 3s', ['alice']],
    ['(alice AND bob) WITHIN 5s', ['alice', 'bob']],
    ['NOT (alice AND NOT bob) AND carol', ['carol']],
  ];
  for (const [query, names] of table)
    it(`of ${query}: ${names.join(', ') || 'nobody'}`, () =>
      assert.deepEqual(soughtNames(parseSceneQuery(query)), names));
});
