import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Shot, Transition } from '../shots/shot.js';
import { scoreShots, type TrueBoundary } from './score-shots.js';

function shotsAt(...boundaries: (readonly [frame: number, transition: Transition])[]): Shot[] {
  return [[0, 'start'] as const, ...boundaries].map(([start, transition], index) => ({
    index,
    frames: { start, end: boundaries[index]?.[0] ?? 1000 },
    transition,
  }));
}
const cut = (frame: number): TrueBoundary => ({ transition: 'cut', frame });
const dissolve: TrueBoundary = { transition: 'dissolve', from: 200, end: 212 };

describe('scoreShots', () => {
  it('has no figure where there is nothing to find and nothing found', () => {
    const none = { true: 0, found: 0, hits: 0, precision: null, recall: null, f1: null };
    assert.deepEqual(scoreShots(shotsAt(), []), {
      exactCuts: none,
      nearCuts: none,
      gradual: none,
      all: none,
    });
  });

  it('counts a cut two frames off as near, not as exact, and three frames off as wrong', () => {
    const { exactCuts, nearCuts } = scoreShots(shotsAt([50, 'cut'], [102, 'cut'], [153, 'cut']), [
      cut(50),
      cut(100),
      cut(150),
    ]);
    assert.deepEqual([exactCuts.hits, nearCuts.hits], [1, 2]);
    assert.deepEqual([nearCuts.precision, nearCuts.recall, nearCuts.f1], [2 / 3, 2 / 3, 2 / 3]);
  });

  it('counts a dissolve as found inside its frames only, and once', () => {
    const at = (...frames: number[]): number[] => {
      const { gradual } = scoreShots(shotsAt(...frames.map((frame) => [frame, 'dissolve'] as const)), [
        dissolve,
      ]);
      return [gradual.hits, gradual.found];
    };
    assert.deepEqual(at(200), [1, 1]);
    assert.deepEqual(at(211), [1, 1]);
    assert.deepEqual(at(212), [0, 1]);
    assert.deepEqual(at(199), [0, 1]);
    assert.deepEqual(at(203, 209), [1, 2]);
  });

  it('counts a boundary under another name among all, not among its own kind', () => {
    const { exactCuts, gradual, all } = scoreShots(shotsAt([50, 'fade'], [206, 'cut']), [cut(50), dissolve]);
    assert.deepEqual([exactCuts.hits, exactCuts.precision, gradual.hits], [0, 0, 0]);
    assert.deepEqual([all.hits, all.f1], [2, 1]);
  });
});
