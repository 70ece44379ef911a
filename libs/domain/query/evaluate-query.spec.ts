import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FrameRange } from '../time/frame-range.js';
import { evaluateQuery, type SceneFacts } from './evaluate-query.js';
import { parseSceneQuery } from './parse-query.js';

const FRAMES = 40;
const NAMES = ['a', 'b', 'c'];
type Sets = Readonly<Record<string, readonly number[]>>;

const frameSet = fc.uniqueArray(fc.nat(FRAMES - 1));
const sets = fc.record({ a: frameSet, b: frameSet, c: frameSet, 'a:happy': frameSet });
/** Stretches of several frames, as appearances are; single frames seldom last. */
const stretches = fc
  .array(fc.tuple(fc.nat(FRAMES - 1), fc.integer({ min: 1, max: 9 })), { maxLength: 4 })
  .map((starts) => [
    ...new Set(starts.flatMap(([start, length]) => framesFrom(start, Math.min(FRAMES, start + length)))),
  ]);
const longSets = fc.record({ a: stretches, b: stretches, c: stretches });

function framesFrom(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

const asRanges = (frames: readonly number[]): FrameRange[] =>
  frames.map((frame) => ({ start: frame, end: frame + 1 }));

/** Ten frames a second. */
const factsOf = (of: Sets): SceneFacts => ({
  frames: FRAMES,
  secondsAt: (frame) => frame / 10,
  rangesOf: ({ name, expression }) => asRanges(of[expression ? `${name}:${expression}` : name] ?? []),
  rangesOfOthers: (names) =>
    NAMES.filter((name) => !names.includes(name)).flatMap((name) => asRanges(of[name]!)),
});

const answer = (text: string, of: Sets): FrameRange[] => evaluateQuery(parseSceneQuery(text), factsOf(of));

/** The same question, frame by frame, in plain logic. */
const truths: Record<string, (is: (name: string) => boolean) => boolean> = {
  a: (is) => is('a'),
  'NOT a': (is) => !is('a'),
  'a AND b': (is) => is('a') && is('b'),
  'a AND NOT b': (is) => is('a') && !is('b'),
  'a OR b AND c': (is) => is('a') || (is('b') && is('c')),
  'NOT (a OR b)': (is) => !(is('a') || is('b')),
  '(a OR c) AND NOT (b AND c)': (is) => (is('a') || is('c')) && !(is('b') && is('c')),
  'a:happy OR b': (is) => is('a:happy') || is('b'),
  'a SOLO': (is) => is('a') && !is('b') && !is('c'),
  '(a AND b) SOLO': (is) => is('a') && is('b') && !is('c'),
  '(a OR b) SOLO': (is) => (is('a') || is('b')) && !is('c'),
  'NOT a SOLO': (is) => !(is('a') && !is('b') && !is('c')),
};

const has = (ranges: readonly FrameRange[], frame: number): boolean =>
  ranges.some(({ start, end }) => frame >= start && frame < end);

function assertNormal(ranges: readonly FrameRange[]): void {
  ranges.forEach(({ start, end }, i) => {
    assert.ok(start >= 0 && start < end && end <= FRAMES);
    if (i > 0) assert.ok(start > ranges[i - 1]!.end, 'ranges are apart');
  });
}

describe('evaluateQuery', () => {
  for (const [text, truth] of Object.entries(truths)) {
    it(`answers ${text} as logic does, frame by frame`, () => {
      fc.assert(
        fc.property(sets, (of: Sets) => {
          const found = answer(text, of);
          for (let frame = 0; frame < FRAMES; frame++)
            assert.equal(
              has(found, frame),
              truth((name) => of[name]!.includes(frame)),
            );
          assertNormal(found);
        }),
      );
    });
  }

  it('keeps what lasts, to the frame, and leaves out what does not', () => {
    const of = { a: [...framesFrom(0, 9), ...framesFrom(12, 22), ...framesFrom(25, 36)], b: [], c: [] };
    assert.deepEqual(answer('a >= 1s', of), [
      { start: 12, end: 22 },
      { start: 25, end: 36 },
    ]);
    assert.deepEqual(answer('a >= 1100ms', of), [{ start: 25, end: 36 }]);
    assert.deepEqual(answer('(a OR b) >= 2min', of), []);
  });

  it('splits a scene into those that last and those that do not', () => {
    fc.assert(
      fc.property(longSets, fc.constantFrom('0s', '300ms', '0.5s', '2s'), (of, duration) => {
        const lasting = answer(`a >= ${duration}`, of);
        const rest = answer(`a AND NOT (a >= ${duration})`, of);
        assert.deepEqual(
          [...lasting, ...rest].sort((x, y) => x.start - y.start),
          answer('a', of),
        );
        assertNormal(lasting);
      }),
    );
  });

  it('joins scenes that follow each other soon, from the first to the last', () => {
    const of = { a: framesFrom(0, 5), b: framesFrom(10, 12), c: framesFrom(30, 32) };
    assert.deepEqual(answer('(a AND b) WITHIN 500ms', of), [{ start: 0, end: 12 }]);
    assert.deepEqual(answer('(b AND a) WITHIN 0.5s', of), [{ start: 0, end: 12 }]);
    assert.deepEqual(answer('(a AND b) WITHIN 400ms', of), []);
    assert.deepEqual(answer('(a AND b AND c) WITHIN 2s', of), []);
    assert.deepEqual(answer('(a AND b AND c) WITHIN 2.5s', of), [{ start: 0, end: 32 }]);
  });

  it('joins exactly the picks of one range each that lie near, whatever their number', () => {
    fc.assert(
      fc.property(longSets, fc.nat(12), (of, frames) => {
        const found = answer(`(a AND b AND c) WITHIN ${frames * 100}ms`, of);
        assertNormal(found);
        const inHulls = new Set<number>();
        for (const a of answer('a', of))
          for (const b of answer('b', of))
            for (const c of answer('c', of)) {
              const picks = [a, b, c];
              const firstEnd = Math.min(...picks.map(({ end }) => end));
              const lastStart = Math.max(...picks.map(({ start }) => start));
              if (lastStart - firstEnd > frames) continue;
              const start = Math.min(...picks.map((pick) => pick.start));
              for (const frame of framesFrom(start, Math.max(...picks.map(({ end }) => end))))
                inHulls.add(frame);
            }
        for (let frame = 0; frame < FRAMES; frame++) assert.equal(has(found, frame), inHulls.has(frame));
      }),
    );
  });
});

describe('the laws of scene queries', () => {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...NAMES, 'a:happy'),
      tie('tree').map((x) => `NOT (${x})`),
      tie('tree').map((x) => `(${x}) SOLO`),
      tie('tree').map((x) => `(${x}) >= 300ms`),
      fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x}) AND (${y})`),
      fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x}) OR (${y})`),
      fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `((${x} OR a) AND (${y} OR b)) WITHIN 200ms`),
    ),
  }));
  const laws: [string, (x: string, y: string) => [string, string]][] = [
    ['De Morgan, of both', (x, y) => [`NOT ((${x}) AND (${y}))`, `NOT (${x}) OR NOT (${y})`]],
    ['De Morgan, of either', (x, y) => [`NOT ((${x}) OR (${y}))`, `NOT (${x}) AND NOT (${y})`]],
    ['double negation', (x) => [`NOT NOT (${x})`, x]],
    ['absorption', (x, y) => [`(${x}) OR ((${x}) AND (${y}))`, x]],
    ['commutation', (x, y) => [`(${x}) AND (${y})`, `(${y}) AND (${x})`]],
    ['complement', (x, y) => [`(${x}) AND NOT (${x})`, `(${y}) AND NOT (${y})`]],
    ['excluded middle', (x, y) => [`(${x}) OR NOT (${x})`, `(${y}) OR NOT (${y})`]],
  ];
  for (const [name, law] of laws) {
    it(`keep ${name}`, () => {
      fc.assert(
        fc.property(tree, tree, sets, (x, y, of: Sets) => {
          const [left, right] = law(x, y);
          const found = answer(left, of);
          assertNormal(found);
          assert.deepEqual(found, answer(right, of));
        }),
        { numRuns: 60 },
      );
    });
  }
});
