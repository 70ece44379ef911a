import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalizedMutualInformation } from './mutual-information.js';

const items = (text: string) =>
  text.split(' ').map(([cluster, label]) => ({ cluster: cluster!, label: label!, weight: 1 }));

/** H(1/4) in nats. */
const QUARTER = -(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75));

describe('normalizedMutualInformation', () => {
  it('has no value for nothing', () => assert.equal(normalizedMutualInformation([]), null));

  const table: [string, string, number][] = [
    ['one cluster of one label', '1a 1a', 1],
    ['perfect clusters', '1a 1a 2b 2b', 1],
    ['everyone in one cluster', '1a 1a 1b 1b', 0],
    ['independent halves', '1a 1b 2a 2b', 0],
    // I = H(labels) = ln 2, H(clusters) = ln 4
    ['each alone', '1a 2a 3b 4b', 2 / 3],
    // clusters 2:2, labels 3:1, joint 2:1:1 has entropy 1.5 ln 2
    [
      'one of four astray',
      '1a 1a 2a 2b',
      (2 * (Math.log(2) + QUARTER - 1.5 * Math.log(2))) / (Math.log(2) + QUARTER),
    ],
  ];
  for (const [title, text, expected] of table) {
    it(`scores ${title}`, () => {
      assert.ok(Math.abs(normalizedMutualInformation(items(text))! - expected) < 1e-12);
    });
  }

  it('weighs items', () => {
    const weighted = [
      { cluster: '1', label: 'a', weight: 2 },
      { cluster: '2', label: 'b', weight: 2 },
    ];
    assert.equal(normalizedMutualInformation(weighted), 1);
  });
});
