import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FrameRange } from '../time/frame-range.js';
import {
  bridgeRanges,
  complementRanges,
  countFrames,
  intersectRanges,
  normalizeRanges,
  subtractRanges,
  uniteRanges,
} from './appearance-ranges.js';

const LENGTH = 40;
const WHOLE = { start: 0, end: LENGTH };
const aRange = fc
  .tuple(fc.nat(LENGTH), fc.nat(LENGTH))
  .map(([a, b]): FrameRange => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const someRanges = fc.array(aRange, { maxLength: 8 });

const has = (ranges: readonly FrameRange[], frame: number): boolean =>
  ranges.some(({ start, end }) => start <= frame && frame < end);

function assertFrames(ranges: readonly FrameRange[], isIn: (frame: number) => boolean): void {
  for (let frame = 0; frame < LENGTH; frame++)
    assert.equal(has(ranges, frame), isIn(frame), `frame ${frame}`);
  ranges.forEach(({ start, end }, i) => {
    assert.ok(end > start);
    if (i > 0) assert.ok(start > ranges[i - 1]!.end);
  });
}

describe('the algebra of frame ranges', () => {
  it('has nothing in nothing', () => {
    assert.deepEqual(normalizeRanges([]), []);
    assert.deepEqual(uniteRanges(), []);
    assert.deepEqual(intersectRanges([], [WHOLE]), []);
    assert.deepEqual(complementRanges([], WHOLE), [WHOLE]);
    assert.deepEqual(subtractRanges([], [WHOLE]), []);
    assert.equal(countFrames([]), 0);
  });

  it('joins ranges that touch', () => {
    const touching = [
      { start: 4, end: 8 },
      { start: 0, end: 4 },
    ];
    assert.deepEqual(normalizeRanges(touching), [{ start: 0, end: 8 }]);
  });

  it('closes gaps up to the given length and no longer ones', () => {
    const ranges = [
      { start: 0, end: 4 },
      { start: 6, end: 8 },
      { start: 11, end: 12 },
    ];
    assert.deepEqual(bridgeRanges(ranges, 2), [
      { start: 0, end: 8 },
      { start: 11, end: 12 },
    ]);
  });

  it('agrees with sets of frames', () => {
    fc.assert(
      fc.property(someRanges, someRanges, (a, b) => {
        assertFrames(normalizeRanges(a), (frame) => has(a, frame));
        assertFrames(uniteRanges(a, b), (frame) => has(a, frame) || has(b, frame));
        assertFrames(intersectRanges(a, b), (frame) => has(a, frame) && has(b, frame));
        assertFrames(complementRanges(a, WHOLE), (frame) => !has(a, frame));
        assertFrames(subtractRanges(a, b), (frame) => has(a, frame) && !has(b, frame));
        assert.equal(countFrames(a) + countFrames(complementRanges(a, WHOLE)), LENGTH);
      }),
    );
  });
});
