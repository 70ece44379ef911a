import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';
import { countFrames, intersectRanges } from '../timeline/appearance-ranges.js';
import { DEFAULT_CUT_OPTIONS, planCuts, type CutOptions, type CutRequest } from './plan-cuts.js';

/** 100 frames at 10 frames per second, shots of 25 frames. */
const clock = new FrameClock(
  Array.from({ length: 100 }, (_, i) => i),
  100,
  { num: 1, den: 10 },
);
const plan = (
  scenes: FrameRange[],
  options: Partial<CutOptions> = {},
  more: Pick<CutRequest, 'excluded' | 'silences'> = {},
) =>
  planCuts({
    ...more,
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

describe('planCuts, longest clips', () => {
  const split = (scene: FrameRange, maximumSeconds: number, minimumSeconds = 0) =>
    plan([scene], { maximumSeconds, minimumSeconds });
  it('leaves what is short enough whole', () => assert.deepEqual(split(range(0, 30), 3), [range(0, 30)]));
  it('splits at the last shot border in the second half of what is allowed', () =>
    assert.deepEqual(split(range(10, 60), 3), [range(10, 25), range(25, 50), range(50, 60)]));
  it('splits into equal pieces where no border lies', () =>
    assert.deepEqual(split(range(26, 48), 1), [range(26, 33), range(33, 40), range(40, 48)]));
  it('refuses a maximum under which no piece could be long enough', () =>
    assert.throws(() => split(range(0, 50), 1, 0.6), { code: 'CLIP.LENGTHS', kind: 'usage' }));
});

describe('planCuts, excluded spans', () => {
  it('neither cuts nor pads into them', () =>
    assert.deepEqual(
      plan([range(5, 30)], { paddingSeconds: 1 }, { excluded: [range(0, 10), range(35, 40)] }),
      [range(10, 35)],
    ));
  it('joins nothing across them', () =>
    assert.deepEqual(
      plan([range(0, 20), range(22, 30)], { mergeGapSeconds: 5 }, { excluded: [range(20, 22)] }),
      [range(0, 20), range(22, 30)],
    ));
  it('leaves nothing where everything is excluded', () =>
    assert.deepEqual(plan([range(5, 30)], {}, { excluded: [range(0, 100)] }), []));
});

describe('planCuts, out of speech', () => {
  const quiet = (scene: FrameRange, silences: FrameRange[], more: Partial<CutOptions> = {}) =>
    plan([scene], { speechReachSeconds: 1, ...more }, { silences });
  it('moves both ends out to the next silence', () =>
    assert.deepEqual(quiet(range(20, 40), [range(10, 15), range(43, 60)]), [range(13, 44)]));
  it('leaves ends that lie in silence, or have none within reach', () => {
    assert.deepEqual(quiet(range(20, 40), [range(18, 22), range(39, 42)]), [range(20, 40)]);
    assert.deepEqual(quiet(range(20, 40), [range(0, 9), range(52, 60)]), [range(20, 40)]);
  });
  it('moves inwards no further than the padding', () => {
    const padded = { paddingSeconds: 0.5, speechReachSeconds: 0.6 };
    assert.deepEqual(quiet(range(20, 40), [range(16, 18), range(42, 43)], padded), [range(16, 43)]);
    assert.deepEqual(quiet(range(20, 40), [range(21, 24), range(30, 38)]), [range(20, 40)]);
  });
  it('joins what grows together', () =>
    assert.deepEqual(
      plan([range(10, 20), range(24, 30)], { speechReachSeconds: 1 }, { silences: [range(21, 23)] }),
      [range(10, 30)],
    ));
});

describe('planCuts, whatever is asked', () => {
  const ranges = fc
    .array(fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 30 })), { maxLength: 6 })
    .map((pairs) =>
      intersectRanges(
        pairs.map(([start, length]) => range(start, start + length)),
        [range(0, 100)],
      ),
    );
  const seconds = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);
  const asked = fc.record({
    paddingSeconds: seconds,
    mergeGapSeconds: seconds,
    minimumSeconds: seconds,
    snapSeconds: seconds,
    speechReachSeconds: seconds,
    longest: fc.option(seconds, { nil: null }),
  });

  it('cuts ordered ranges of a length that is allowed, none of them excluded', () => {
    fc.assert(
      fc.property(ranges, ranges, ranges, asked, (scenes, excluded, silences, { longest, ...options }) => {
        const maximumSeconds = longest === null ? null : Math.max(0.2, 2 * options.minimumSeconds) + longest;
        const cuts = plan(scenes, { ...options, maximumSeconds }, { excluded, silences });
        cuts.forEach(({ start, end }, at) => {
          assert.ok(start < end && start >= (cuts[at - 1]?.end ?? 0) && end <= 100);
          assert.ok(end - start <= (maximumSeconds ?? Infinity) * 10 + 1e-6, 'not too long');
          assert.ok(end - start >= options.minimumSeconds * 10 - 1, 'not too short');
        });
        assert.equal(countFrames(intersectRanges(cuts, excluded)), 0);
      }),
    );
  });

  it('keeps every wanted frame that is not excluded, unless told to leave some out', () => {
    fc.assert(
      fc.property(
        ranges,
        ranges,
        ranges,
        asked,
        (scenes, excluded, silences, { paddingSeconds, mergeGapSeconds }) => {
          const options = { paddingSeconds, mergeGapSeconds, speechReachSeconds: 1 };
          const cuts = plan(scenes, options, { excluded, silences });
          const wanted = countFrames(scenes) - countFrames(intersectRanges(scenes, excluded));
          assert.equal(countFrames(intersectRanges(cuts, scenes)), wanted);
        },
      ),
    );
  });
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
