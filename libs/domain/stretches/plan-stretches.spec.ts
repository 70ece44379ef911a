import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FramePosition } from '../episode/stretch.js';
import { leadInFrames, planStretches, readingPlaces } from './plan-stretches.js';

const at = (frame: number): FramePosition => ({
  frame,
  timestamp: { ticks: frame * 10, timeBase: { num: 1, den: 240 } },
});

describe('planStretches', () => {
  const planning = { frames: 1000, targetFrames: 200, leadIn: 50 };

  it('leaves an episode whole that has no keyframes to begin with, or is short', () => {
    const whole = [{ index: 0, start: 0, end: null, readFrom: null }];
    assert.deepEqual(planStretches({ ...planning, entries: [] }), whole);
    assert.deepEqual(planStretches({ ...planning, entries: [at(0), at(100)], frames: 0 }), whole);
    assert.deepEqual(planStretches({ ...planning, entries: [at(100), at(200)], frames: 299 }), whole);
  });

  it('begins a stretch where the lead-in after a keyframe ends', () => {
    assert.deepEqual(planStretches({ ...planning, entries: [at(160), at(420)] }), [
      { index: 0, start: 0, end: 210, readFrom: null },
      { index: 1, start: 210, end: 470, readFrom: at(160) },
      { index: 2, start: 470, end: null, readFrom: at(420) },
    ]);
  });

  it('makes fewer and longer stretches where keyframes are far apart', () => {
    assert.deepEqual(
      planStretches({ ...planning, entries: [at(30), at(600)] }).map(({ start }) => start),
      [0, 650],
    );
  });

  it('covers every frame once, in stretches of half the wanted length at least, each after its lead-in', () => {
    const frames = fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 80 });
    fc.assert(
      fc.property(
        frames,
        fc.integer({ min: 1, max: 6000 }),
        fc.integer({ min: 10, max: 900 }),
        (keys, total, target) => {
          const entries = [...new Set(keys)].sort((one, other) => one - other).map(at);
          const stretches = planStretches({ entries, frames: total, targetFrames: target, leadIn: 50 });
          assert.equal(stretches[0]?.start, 0);
          assert.equal(stretches.at(-1)?.end, null);
          for (const [index, { start, end, readFrom }] of stretches.entries()) {
            assert.equal(end, stretches[index + 1]?.start ?? null);
            assert.equal(readFrom === null, index === 0);
            if (readFrom) assert.equal(readFrom.frame, start - 50);
            if (stretches.length > 1) assert.ok((end ?? total) - start >= target / 2);
          }
        },
      ),
    );
  });
});

describe('leadInFrames', () => {
  it('is some seconds, more frames at a higher rate and for rarer samples', () => {
    assert.ok(leadInFrames({ frameRate: 24, samplesPerSecond: 4 }) < 24 * 6);
    assert.ok(
      leadInFrames({ frameRate: 50, samplesPerSecond: 4 }) >
        leadInFrames({ frameRate: 25, samplesPerSecond: 4 }),
    );
    assert.ok(leadInFrames({ frameRate: 24, samplesPerSecond: 0.1 }) > 240);
  });
});

describe('readingPlaces', () => {
  it('goes back from stretch to stretch to the beginning', () => {
    const stretches = planStretches({
      entries: [at(160), at(420)],
      frames: 1000,
      targetFrames: 200,
      leadIn: 50,
    });
    assert.deepEqual(readingPlaces(stretches, 2), [at(420), at(160), null]);
    assert.deepEqual(readingPlaces(stretches, 0), [null]);
  });
});
