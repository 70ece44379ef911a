import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { acceptThreshold, mergeThreshold, withoutLookAlikes } from './calibrate.js';

const similarity = fc.double({ min: -1, max: 1, noNaN: true });
const similarities = fc.array(similarity, { maxLength: 60 });

describe('withoutLookAlikes', () => {
  it('leaves everything where nothing is known of own views', () => {
    assert.deepEqual(withoutLookAlikes([], []), []);
    assert.deepEqual(withoutLookAlikes([0.2, 0.97], []), [0.2, 0.97]);
  });

  it('takes away those that are as alike as all but the poorest tenth of own views', () => {
    const own = [0.5, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9];
    assert.deepEqual(withoutLookAlikes([0.2, 0.89, 0.9, 0.95], own), [0.2, 0.89]);
  });

  it('takes away only the likest', () => {
    fc.assert(
      fc.property(similarities, similarities, (impostors, own) => {
        const left = withoutLookAlikes(impostors, own);
        const away = impostors.filter((value) => !left.includes(value));
        assert.equal(left.length + away.length, impostors.length);
        assert.ok(Math.min(Infinity, ...away) > Math.max(-Infinity, ...left));
      }),
    );
  });
});

describe('the thresholds of an episode', () => {
  it('are the shipped ones where the episode shows nothing', () => {
    assert.equal(mergeThreshold(0.6, []), 0.6);
    assert.equal(acceptThreshold(0.6, { best: [0.9], lower: [], characters: ['alice'] }), 0.6);
  });

  it('stay within reach of the shipped ones, whatever the episode shows', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 0.9, noNaN: true }), similarities, (same, impostors) => {
        assert.ok(Math.abs(mergeThreshold(same, impostors) - same) <= 0.3 + 1e-9);
      }),
    );
  });

  it('rise with how alike strangers are', () => {
    const strangers = (level: number): number[] =>
      Array.from({ length: 40 }, (_, i) => level + (i % 5) / 100);
    assert.ok(mergeThreshold(0.6, strangers(0.6)) > mergeThreshold(0.6, strangers(0.2)));
  });
});
