import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { halvesOf, ownSimilarities } from './own-views.js';

const along = (...vector: number[]): Float32Array => Float32Array.from(vector);

describe('the own views of a track', () => {
  it('say nothing where there are none or one', () => {
    assert.deepEqual(ownSimilarities([]), []);
    assert.deepEqual(ownSimilarities([{ exemplars: [] }, { exemplars: [along(1, 0)] }]), []);
  });

  it('are compared half with half, worked out by hand', () => {
    // halves (1, 0) and (0, 1) are square to each other; (1, 0) twice and (0.6, 0.8) twice have cosine 0.6
    const square = { exemplars: [along(1, 0), along(0, 1)] };
    const near = { exemplars: [along(1, 0), along(0.6, 0.8), along(1, 0), along(0.6, 0.8)] };
    const found = ownSimilarities([square, near]);
    assert.ok(Math.abs(found[0]!) < 1e-6 && Math.abs(found[1]! - 0.6) < 1e-6, `${found.join(', ')}`);
  });

  it('are each in one half, whatever their number, and no half is empty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), (count) => {
        const exemplars = Array.from({ length: count }, (_, i) => along(i, 1));
        const [one, other] = halvesOf({ exemplars })!;
        assert.ok(other.length > 0 && one.length - other.length <= 1);
        assert.deepEqual(new Set([...one, ...other]), new Set(exemplars));
      }),
    );
  });
});
