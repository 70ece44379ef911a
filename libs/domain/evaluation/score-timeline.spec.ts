import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ScoredTimeline, scoreTimeline } from './score-timeline.js';
import type { TimelineTruth } from './truth.js';

const TRUTH: TimelineTruth = {
  characters: ['alice', 'bob'],
  range: [0, 6],
  seconds: {
    '0': { alice: 'f' },
    '1': { alice: 'f', bob: 'f' },
    '2': { alice: 's', bob: 'f' },
    '3': { bob: 'b' },
  },
};

const timelineOf = (cast: Record<string, [number, number][]>): ScoredTimeline => ({
  characters: Object.entries(cast).map(([name, ranges]) => ({
    name,
    instances: ranges.map(([start, end]) => ({ start: { ms: start }, end: { ms: end } })),
  })),
});

describe('scoreTimeline', () => {
  it('finds everything missed in an empty timeline', () => {
    const { summary } = scoreTimeline(timelineOf({}), TRUTH);
    assert.deepEqual(summary, {
      microF1: 0,
      microPrecision: null,
      microRecall: 0,
      macroF1: 0,
      wrongNameSeconds: 0,
      predictedCharacters: 0,
      trueCharacters: 2,
    });
  });

  it('neither requires nor punishes a tiny face or a back', () => {
    const { summary } = scoreTimeline(timelineOf({ alice: [[0, 3000]], bob: [[1000, 4000]] }), TRUTH);
    assert.equal(summary.microF1, 1);
  });

  it('tells a wrong name from a ghost', () => {
    const { rows } = scoreTimeline(
      timelineOf({
        bob: [
          [0, 3000],
          [5000, 6000],
        ],
      }),
      TRUTH,
    );
    const { tp, fp, wrongName } = rows[1]!;
    assert.deepEqual({ tp, fp, wrongName }, { tp: 2, fp: 2, wrongName: 1 });
  });

  it('judges a second at its first frame, the end being exclusive', () => {
    const tpOf = (range: [number, number]): number =>
      scoreTimeline(timelineOf({ alice: [range] }), TRUTH).rows[0]!.tp;
    assert.equal(tpOf([0, 1000]), 1);
    assert.equal(tpOf([0, 1001]), 2);
    assert.equal(tpOf([49, 1000]), 1);
    assert.equal(tpOf([50, 1000]), 0);
  });

  it('matches discovered characters one to one for the most seconds', () => {
    const timeline = timelineOf({ 'Unknown #1': [[1000, 3000]], 'Unknown #2': [[0, 2000]] });
    const { rows } = scoreTimeline(timeline, TRUTH, { discovered: true });
    assert.deepEqual(
      rows.map(({ as, tp }) => [as, tp]),
      [
        ['Unknown #2', 2],
        ['Unknown #1', 2],
      ],
    );
  });
});
