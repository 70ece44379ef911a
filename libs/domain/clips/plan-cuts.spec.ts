import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';
import { DEFAULT_CUT_OPTIONS, planCuts, type CutOptions } from './plan-cuts.js';

/** 100 frames at 10 frames per second, shots of 25 frames. */
const clock = new FrameClock(
  Array.from({ length: 100 }, (_, i) => i),
  100,
  { num: 1, den: 10 },
);
const plan = (scenes: FrameRange[], options: Partial<CutOptions> = {}) =>
  planCuts({
    scenes,
    shotBorders: [0, 25, 50, 75, 100],
    clock,
    options: { ...DEFAULT_CUT_OPTIONS, mergeGapSeconds: 0, minimumSeconds: 0, ...options },
  });
const range = (start: number, end: number): FrameRange => ({ start, end });

describe('planCuts', () => {
  it('cuts nothing out of nothing', () => assert.deepEqual(plan([]), []));
  it('leaves a scene as it is without options', () => assert.deepEqual(plan([range(3, 9)]), [range(3, 9)]));
  it('joins scenes that touch', () => assert.deepEqual(plan([range(3, 9), range(9, 12)]), [range(3, 12)]));
  it('joins scenes over a short gap and not over a long one', () =>
    assert.deepEqual(plan([range(0, 10), range(14, 20), range(40, 50)], { mergeGapSeconds: 0.5 }), [
      range(0, 20),
      range(40, 50),
    ]));
  it("pads both ends and stops at the episode's ends", () =>
    assert.deepEqual(plan([range(2, 9), range(50, 60), range(95, 98)], { paddingSeconds: 0.5 }), [
      range(0, 14),
      range(45, 65),
      range(90, 100),
    ]));
  it('joins clips that padding makes overlap', () =>
    assert.deepEqual(plan([range(10, 20), range(26, 30)], { paddingSeconds: 0.5 }), [range(5, 35)]));
  it('snaps ends that lie near a shot border, and only those', () =>
    assert.deepEqual(plan([range(23, 40)], { snapSeconds: 0.3 }), [range(25, 40)]));
  it('does not snap a scene away', () =>
    assert.deepEqual(plan([range(24, 26)], { snapSeconds: 0.3 }), [range(24, 26)]));
  it('leaves out what is too short after all', () =>
    assert.deepEqual(plan([range(3, 6), range(50, 60)], { minimumSeconds: 0.5 }), [range(50, 60)]));
});

describe('FrameClock', () => {
  it('finds the frame of its own start time at 24000/1001', () => {
    const ntsc = new FrameClock(
      Array.from({ length: 1000 }, (_, i) => i * 1001),
      1000 * 1001,
      { num: 1, den: 24000 },
    );
    for (let frame = 0; frame < 1000; frame++) assert.equal(ntsc.frameAt(ntsc.secondsAt(frame)), frame);
  });
  it('says the end where there is no further frame', () => assert.equal(clock.secondsAt(100), 10));
});
