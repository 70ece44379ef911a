import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { clusterTracks } from './cluster-tracks.js';
import { APART } from './relate-tracks.js';

/** A symmetric matrix from its upper half, row by row. */
function matrixOf(count: number, upper: readonly number[]): Float32Array {
  const matrix = new Float32Array(count * count).fill(1);
  let k = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) matrix[i * count + j] = matrix[j * count + i] = upper[k++]!;
  }
  return matrix;
}

const cluster = (count: number, upper: readonly number[], threshold: number): number[][] =>
  clusterTracks({
    count,
    similarity: matrixOf(count, upper),
    weights: Array<number>(count).fill(1),
    threshold,
  });

describe('clusterTracks', () => {
  it('makes no clusters of nothing', () => {
    assert.deepEqual(cluster(0, [], 0.5), []);
  });

  const table: [string, number, number[], number, number[][]][] = [
    ['leaves the unlike alone', 2, [0.4], 0.5, [[0], [1]]],
    ['joins the like', 2, [0.5], 0.5, [[0, 1]]],
    ['judges by the average, not by the nearest', 3, [0.9, 0.1, 0.6], 0.5, [[0, 1], [2]]],
    ['never joins what is apart, not through a third either', 3, [0.9, APART, 0.8], 0.3, [[0, 1], [2]]],
  ];
  for (const [title, count, upper, threshold, expected] of table) {
    it(title, () => assert.deepEqual(cluster(count, upper, threshold), expected));
  }

  it('stops at the fewest clusters that are wanted, however alike they are', () => {
    const similarity = matrixOf(3, [0.9, 0.8, 0.8]);
    const input = { count: 3, similarity, weights: [1, 1, 1], threshold: 0.5 };
    assert.deepEqual(clusterTracks({ ...input, fewest: 2 }), [[0, 1], [2]]);
    assert.deepEqual(clusterTracks({ ...input, fewest: 1 }), [[0, 1, 2]]);
  });

  it('puts every item in one cluster and leaves no two clusters that are alike enough', () => {
    const similarity = fc.oneof(fc.constant(APART), fc.double({ min: -1, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(similarity, { minLength: 45, maxLength: 45 }), (upper) => {
        const matrix = matrixOf(10, upper);
        const clusters = cluster(10, upper, 0.2);
        assert.deepEqual(
          clusters.flat().sort((a, b) => a - b),
          Array.from({ length: 10 }, (_, i) => i),
        );
        const between = (a: readonly number[], b: readonly number[]): number[] =>
          a.flatMap((i) => b.map((j) => matrix[i * 10 + j]!));
        clusters.forEach((one, k) => {
          assert.ok(!between(one, one).includes(APART));
          for (const other of clusters.slice(k + 1)) {
            const values = between(one, other);
            const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
            assert.ok(values.includes(APART) || mean < 0.2 + 1e-5);
          }
        });
      }),
    );
  });
});
