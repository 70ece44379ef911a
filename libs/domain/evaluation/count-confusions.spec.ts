import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countConfusions } from './count-confusions.js';

/** The less degrees apart, the more alike. */
function face(label: string, degrees: number): { label: string; embedding: Float32Array } {
  const angle = (degrees / 180) * Math.PI;
  return { label, embedding: Float32Array.of(Math.cos(angle), Math.sin(angle)) };
}

describe('countConfusions', () => {
  it('counts the pictures to which somebody else is nearest, most first', () =>
    assert.deepEqual(
      countConfusions([
        ...[face('edda', 21), face('edda', 25)],
        ...[face('odi', 0), face('odi', 20), face('odi', 22.5)],
        face('rex', 90),
      ]),
      [
        { label: 'edda', other: 'odi', pictures: 2, of: 2 },
        { label: 'odi', other: 'edda', pictures: 2, of: 3 },
        { label: 'rex', other: 'edda', pictures: 1, of: 1 },
      ],
    ));

  it('is nothing where everybody is nearest to themselves, or there is one picture only', () => {
    assert.deepEqual(countConfusions([face('a', 0), face('a', 5), face('b', 90), face('b', 85)]), []);
    assert.deepEqual(countConfusions([face('a', 0)]), []);
  });
});
