import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pickBest, type Candidate } from './pick-best.js';

const candidate = (start: number, end: number, score: number, traits: string[] = []): Candidate => ({
  range: { start, end },
  startSeconds: start,
  seconds: end - start,
  merit: { confidence: score, faceShare: score, sharpness: score, score, traits },
});
const starts = (cuts: readonly Candidate[]): number[] => cuts.map(({ range }) => range.start);

describe('pickBest', () => {
  it('picks nothing out of nothing, and nothing into no time', () => {
    assert.deepEqual(pickBest([], 60), []);
    assert.deepEqual(pickBest([candidate(0, 5, 1)], 4), []);
  });
  it('takes the best first and answers in the order of the film', () =>
    assert.deepEqual(
      starts(pickBest([candidate(0, 10, 0.2), candidate(500, 510, 0.8), candidate(900, 910, 0.9)], 20)),
      [500, 900],
    ));
  it('fills up with what still fits', () =>
    assert.deepEqual(
      starts(pickBest([candidate(0, 8, 0.9), candidate(200, 208, 0.8), candidate(400, 402, 0.1)], 10)),
      [0, 400],
    ));
  it('prefers another mood and place to more of the same', () =>
    assert.deepEqual(
      starts(
        pickBest(
          [
            candidate(0, 5, 0.9, ['happy']),
            candidate(6, 11, 0.85, ['happy']),
            candidate(300, 305, 0.6, ['sad']),
          ],
          10,
        ),
      ),
      [0, 300],
    ));

  const candidates = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 0, max: 90 }),
        length: fc.integer({ min: 1, max: 30 }),
        score: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
        traits: fc.subarray(['happy', 'sad', 'alice/', 'alice/armour']),
      }),
      { maxLength: 12 },
    )
    .map((sketches) => {
      let at = 0;
      return sketches.map(({ gap, length, score, traits }) => {
        at += gap + length;
        return candidate(at - length, at, score, traits);
      });
    });
  const budget = fc.integer({ min: 1, max: 120 });
  const total = (cuts: readonly Candidate[]): number => cuts.reduce((sum, { seconds }) => sum + seconds, 0);

  it('never exceeds the time, and leaves out only what does not fit', () => {
    fc.assert(
      fc.property(candidates, budget, (cuts, seconds) => {
        const chosen = pickBest(cuts, seconds);
        assert.ok(total(chosen) <= seconds);
        const left = cuts.filter((cut) => !chosen.includes(cut));
        assert.ok(left.every((cut) => cut.seconds > seconds - total(chosen)));
      }),
    );
  });
  it('does not depend on the order of the candidates', () => {
    fc.assert(
      fc.property(candidates, budget, fc.infiniteStream(fc.nat()), (cuts, seconds, numbers) => {
        const shuffled = cuts
          .map((cut) => ({ cut, key: numbers.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ cut }) => cut);
        assert.deepEqual(pickBest(shuffled, seconds), pickBest(cuts, seconds));
      }),
    );
  });
  it('always holds the candidate of the highest score that fits', () => {
    fc.assert(
      fc.property(candidates, budget, (cuts, seconds) => {
        const fitting = cuts.filter((cut) => cut.seconds <= seconds);
        const best = Math.max(...fitting.map(({ merit }) => merit.score));
        const chosen = pickBest(cuts, seconds);
        assert.ok(fitting.length === 0 || chosen.some(({ merit }) => merit.score === best));
      }),
    );
  });
});
