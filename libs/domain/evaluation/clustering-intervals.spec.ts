import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ClusteredItem, scoreClustering } from './bcubed.js';
import { type ClusteringIntervals, clusteringIntervals } from './clustering-intervals.js';
import { normalizedMutualInformation } from './mutual-information.js';

const items = (text: string): ClusteredItem[] =>
  text.split(' ').map(([cluster, label]) => ({ cluster: cluster!, label: label!, weight: 1 }));

/** Of an interval without width. */
const widthless = (value: number | null) => ({ low: value, high: value });
const rounded = (intervals: ClusteringIntervals): object =>
  Object.fromEntries(
    Object.entries(intervals).map(([name, interval]: [string, { low: number; high: number }]) => [
      name,
      { low: Number(interval.low.toFixed(9)), high: Number(interval.high.toFixed(9)) },
    ]),
  );

describe('clusteringIntervals', () => {
  it('says nothing of no track or of one', () => {
    const nothing = { precision: null, recall: null, f1: null, purity: null, nmi: null };
    assert.deepEqual(clusteringIntervals([]), nothing);
    assert.deepEqual(clusteringIntervals(items('1a')), nothing);
  });

  const alike: [string, string, Record<keyof ClusteringIntervals, number>][] = [
    ['perfect clusters', '1a 1a 2b 2b', { precision: 1, recall: 1, f1: 1, purity: 1, nmi: 1 }],
    ['one cluster of one label', '1a 1a', { precision: 1, recall: 1, f1: 1, purity: 1, nmi: 1 }],
    // a track drawn twice is not company to itself: recall would rise beyond one half
    ['each alone', '1a 2a 3b 4b', { precision: 1, recall: 1 / 2, f1: 2 / 3, purity: 1, nmi: 2 / 3 }],
  ];
  for (const [title, text, expected] of alike) {
    it(`has no width where all tracks fare the same: ${title}`, () => {
      const exact = Object.fromEntries(
        Object.entries(expected).map(([name, value]) => [name, widthless(Number(value.toFixed(9)))]),
      );
      assert.deepEqual(rounded(clusteringIntervals(items(text))), exact);
    });
  }

  it('reaches from the samples of the worst track to those of the best', () => {
    // one cluster of a for 3 s and b for 1 s. Precision is 10/16; a adds 2 * 3/4 - 10/16, b 2 * 1/4 - 10/16 (below nothing).
    // A quarter of the samples has a alone, a quarter b alone; only a is of the cluster's commonest label.
    const { precision, purity } = clusteringIntervals([
      { cluster: '1', label: 'a', weight: 3 },
      { cluster: '1', label: 'b', weight: 1 },
    ]);
    assert.deepEqual(precision, { low: 0, high: 14 / 16 });
    assert.deepEqual(purity, { low: 0, high: 1 });
  });

  it('holds the measures themselves, the same interval every time', () => {
    const film = items('1a 1a 1a 1b 2b 2b 2b 2a 3c 3c 3c 4c 5a 6b 7c 7d 8d 8d');
    const intervals = clusteringIntervals(film);
    const scores = { ...scoreClustering(film), nmi: normalizedMutualInformation(film) };
    for (const name of ['precision', 'recall', 'f1', 'purity', 'nmi'] as const) {
      const { low, high } = intervals[name]!;
      const value = scores[name]!;
      assert.ok(low < value && value < high, `${name} ${value} is not in ${low} to ${high}`);
    }
    assert.deepEqual(clusteringIntervals(film), intervals);
  });
});
