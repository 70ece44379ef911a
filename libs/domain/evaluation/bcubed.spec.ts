import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreClustering } from './bcubed.js';

const items = (text: string) =>
  text.split(' ').map(([cluster, label]) => ({ cluster: cluster!, label: label!, weight: 1 }));

describe('scoreClustering', () => {
  it('has no score for nothing', () => {
    assert.deepEqual(scoreClustering([]), { precision: null, recall: null, f1: null, purity: null });
  });

  const table: [string, string, { precision: number; recall: number; purity: number }][] = [
    ['perfect clusters', '1a 1a 2b', { precision: 1, recall: 1, purity: 1 }],
    ['all in one', '1a 1a 1b 1b', { precision: 0.5, recall: 1, purity: 0.5 }],
    ['each alone', '1a 2a 3b 4b', { precision: 1, recall: 0.5, purity: 1 }],
  ];
  for (const [title, text, expected] of table) {
    it(`scores ${title}`, () => {
      const { precision, recall, purity } = scoreClustering(items(text));
      assert.deepEqual({ precision, recall, purity }, expected);
    });
  }

  it('weighs items by their seconds', () => {
    const { precision } = scoreClustering([
      { cluster: '1', label: 'a', weight: 3 },
      { cluster: '1', label: 'b', weight: 1 },
    ]);
    assert.equal(precision, (9 / 4 + 1 / 4) / 4);
  });
});
