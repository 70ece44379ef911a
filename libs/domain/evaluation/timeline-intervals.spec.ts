import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ScoredTimeline, scoreTimeline, wrongNameRate } from './score-timeline.js';
import { timelineIntervals } from './timeline-intervals.js';
import type { TimelineTruth } from './truth.js';

const truth: TimelineTruth = {
  characters: ['alice'],
  range: [0, 40],
  seconds: Object.fromEntries(
    Array.from({ length: 40 }, (_, second) => [`${second}`, { alice: 'f' as const }]),
  ),
};
const seen = (name: string, ...ranges: [number, number][]): ScoredTimeline => ({
  characters: [
    {
      name,
      instances: ranges.map(([start, end]) => ({ start: { ms: start * 1000 }, end: { ms: end * 1000 } })),
    },
  ],
});

describe('timelineIntervals', () => {
  it('has no width for a timeline that is right throughout', () => {
    const timeline = seen('alice', [0, 40]);
    const { microF1, macroF1 } = timelineIntervals(timeline, truth, scoreTimeline(timeline, truth));
    assert.deepEqual(
      [microF1, macroF1],
      [
        { low: 1, high: 1 },
        { low: 1, high: 1 },
      ],
    );
  });

  it('reaches from the worst blocks to the best', () => {
    const timeline = seen('alice', [0, 10], [20, 30]);
    const { microF1 } = timelineIntervals(timeline, truth, scoreTimeline(timeline, truth));
    // four blocks of F1 1, 0, 1, 0: a sixteenth of the samples has none of the good ones
    assert.deepEqual(microF1, { low: 0, high: 1 });
  });

  it('has an interval of wrong names too: from a sample without any to one of nothing else', () => {
    // bob is there from 20 on; alice's name stays on for two blocks more: blocks of 0, 0, 1 and 1
    const seconds = Object.fromEntries(
      Array.from({ length: 40 }, (_, second) => [
        `${second}`,
        second < 20 ? { alice: 'f' as const } : { bob: 'f' as const },
      ]),
    );
    const both = { characters: ['alice', 'bob'], range: [0, 40] as const, seconds };
    const timeline = seen('alice', [0, 40]);
    const score = scoreTimeline(timeline, both);
    assert.equal(wrongNameRate(score.rows), 20 / 40);
    assert.deepEqual(timelineIntervals(timeline, both, score).wrongNameRate, { low: 0, high: 1 });
  });

  it('has no interval of wrong names where nobody is named', () => {
    const nobody = { characters: [] };
    const score = scoreTimeline(nobody, truth);
    assert.equal(wrongNameRate(score.rows), null);
    assert.equal(timelineIntervals(nobody, truth, score).wrongNameRate, null);
  });

  it('takes discovered characters for whom the whole film shows them to be', () => {
    const timeline = seen('Unknown #1', [0, 40]);
    const score = scoreTimeline(timeline, truth, { discovered: true });
    assert.deepEqual(timelineIntervals(timeline, truth, score).microF1, { low: 1, high: 1 });
  });

  it('says nothing of a film of one block', () => {
    const short = { ...truth, range: [0, 10] as const };
    const timeline = seen('alice', [0, 10]);
    assert.equal(timelineIntervals(timeline, short, scoreTimeline(timeline, short)).microF1, null);
  });
});
