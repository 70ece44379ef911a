import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countConfusions } from './count-confusions.js';

const face = (label: string, ...embedding: number[]) => ({ label, embedding: Float32Array.from(embedding) });

describe('countConfusions', () => {
  it('counts the pictures to which somebody else is nearest', () =>
    assert.deepEqual(
      countConfusions([
        face('odi', 1, 0),
        face('odi', 0.8, 0.6),
        face('edda', 0.82, 0.57),
        face('edda', 0.78, 0.63),
        face('rex', 0, 1),
      ]),
      [
        { label: 'edda', other: 'odi', pictures: 2, of: 2 },
        { label: 'odi', other: 'edda', pictures: 2, of: 2 },
        { label: 'rex', other: 'edda', pictures: 1, of: 1 },
      ],
    ));

  it('is nothing where everybody is nearest to themselves, or there is one picture only', () => {
    assert.deepEqual(
      countConfusions([face('a', 1, 0), face('a', 1, 0.1), face('b', 0, 1), face('b', 0.1, 1)]),
      [],
    );
    assert.deepEqual(countConfusions([face('a', 1, 0)]), []);
  });
});
