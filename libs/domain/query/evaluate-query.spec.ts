import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FrameRange } from '../time/frame-range.js';
import { evaluateQuery, type RangesOf } from './evaluate-query.js';
import { parseSceneQuery } from './parse-query.js';

const FRAMES = 40;
const frameSet = fc.uniqueArray(fc.nat(FRAMES - 1));
const queries = [
  'a',
  'NOT a',
  'a AND b',
  'a AND NOT b',
  'a OR b AND c',
  'NOT (a OR b)',
  '(a OR c) AND NOT (b AND c)',
  'a:happy OR b',
];

/** The same question, frame by frame, in plain logic. */
const truths: Record<string, (a: boolean, b: boolean, c: boolean, happyA: boolean) => boolean> = {
  a: (a) => a,
  'NOT a': (a) => !a,
  'a AND b': (a, b) => a && b,
  'a AND NOT b': (a, b) => a && !b,
  'a OR b AND c': (a, b, c) => a || (b && c),
  'NOT (a OR b)': (a, b) => !(a || b),
  '(a OR c) AND NOT (b AND c)': (a, b, c) => (a || c) && !(b && c),
  'a:happy OR b': (_a, b, _c, happyA) => happyA || b,
};

const asRanges = (frames: readonly number[]): FrameRange[] =>
  frames.map((frame) => ({ start: frame, end: frame + 1 }));

describe('evaluateQuery', () => {
  for (const text of queries) {
    it(`answers ${text} as logic does, frame by frame`, () => {
      fc.assert(
        fc.property(frameSet, frameSet, frameSet, frameSet, (a, b, c, happyA) => {
          const sets: Record<string, number[]> = { a, b, c };
          const rangesOf: RangesOf = (name, expression) => asRanges(expression ? happyA : sets[name]!);
          const found = evaluateQuery(parseSceneQuery(text), rangesOf, FRAMES);
          for (let frame = 0; frame < FRAMES; frame++) {
            const says = found.some(({ start, end }) => frame >= start && frame < end);
            const truth = truths[text]!(
              a.includes(frame),
              b.includes(frame),
              c.includes(frame),
              happyA.includes(frame),
            );
            assert.equal(says, truth);
          }
          for (let i = 1; i < found.length; i++)
            assert.ok(found[i]!.start > found[i - 1]!.end, 'ranges are apart');
        }),
      );
    });
  }
});
