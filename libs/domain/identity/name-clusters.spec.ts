import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameClusters } from './name-clusters.js';

/** Tracks against Alice and Bob, every two tracks 0.95 alike, none beside another. */
function namesUnder(
  rows: readonly (readonly [number, number])[],
  clusters: number[][],
): (number | undefined)[] {
  const count = rows.length;
  const normal = Float64Array.from(rows.flat());
  return nameClusters({
    clusters,
    weights: rows.map(() => 1),
    scores: {
      ...{ characters: ['alice', 'bob'], raw: normal, normal, forms: rows.flatMap(() => [null, null]) },
      ...{ best: [], lower: [], margins: new Float64Array(4).fill(0.05) },
    },
    relations: {
      ...{ count, similarity: new Float32Array(count * count).fill(0.95), impostors: [] },
      apart: rows.map(() => new Set<number>()),
    },
    limits: { accept: 0.8, same: 0.6 },
  }).map((naming) => naming?.character);
}

describe('nameClusters', () => {
  it('names nothing where nothing is', () => {
    assert.deepEqual(namesUnder([], []), []);
  });

  it('bridges from named tracks to those that the gallery prefers for the same name, however weakly', () => {
    const named = namesUnder(
      [
        [0.9, 0.1],
        [0.6, 0.5],
      ],
      [[0], [1]],
    );
    assert.deepEqual(named, [0, 0]);
  });

  it('does not bridge where the gallery takes them as well for a character of whom no track is known yet', () => {
    const named = namesUnder(
      [
        [0.9, 0.1],
        [0.6, 0.6],
      ],
      [[0], [1]],
    );
    assert.deepEqual(named, [0, undefined]);
  });

  it('lets tracks of a cluster stand together that are another character together, if none of them clearly', () => {
    // each leads by less than twice the margin, both together by more than it
    const named = namesUnder(
      [
        [0.95, 0.1],
        [0.95, 0.1],
        [0.82, 0.9],
        [0.84, 0.9],
      ],
      [[0, 1, 2, 3]],
    );
    assert.deepEqual(named, [0, 0, 1, 1]);
  });
});
