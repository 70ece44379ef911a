import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dispositionOf } from './disposition.js';

describe('dispositionOf', () => {
  const cases: [string, string][] = [
    ['a.edl', `attachment; filename="a.edl"; filename*=UTF-8''a.edl`],
    ['小明.otio', `attachment; filename="__.otio"; filename*=UTF-8''%E5%B0%8F%E6%98%8E.otio`],
    ['a"b\\c%d.xml', `attachment; filename="a_b_c_d.xml"; filename*=UTF-8''a%22b%5Cc%25d.xml`],
    [`it's (1)*.vtt`, `attachment; filename="it's (1)*.vtt"; filename*=UTF-8''it%27s%20%281%29%2A.vtt`],
    ['a\r\nX: y.csv', `attachment; filename="a__X: y.csv"; filename*=UTF-8''a%0D%0AX%3A%20y.csv`],
    ['half\ud83d.csv', `attachment; filename="half_.csv"; filename*=UTF-8''half_.csv`],
  ];
  for (const [name, header] of cases)
    it(`of ${JSON.stringify(name)}`, () => assert.equal(dispositionOf('attachment', name), header));
});
