import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksOf } from '../../../test/factories/faces.js';
import { similarityOf } from '../tracking/embedding.js';
import { similarityMatrix } from './similarity-matrix.js';

describe('similarityMatrix', () => {
  it('is empty for nothing and one for one', () => {
    assert.deepEqual([...similarityMatrix([])], []);
    assert.deepEqual([...similarityMatrix([looksOf(1)])], [1]);
  });

  it('holds the similarity of every two, beyond one tile and whatever the length', () => {
    const embeddings = Array.from({ length: 101 }, (_, i) => looksOf(i, 13));
    const matrix = similarityMatrix(embeddings);
    embeddings.forEach((one, i) => {
      embeddings.forEach((other, j) => {
        assert.ok(Math.abs(matrix[i * 101 + j]! - similarityOf(one, other)) < 1e-5, `${i}, ${j}`);
      });
    });
  });
});
