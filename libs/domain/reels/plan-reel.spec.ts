import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';
import { planReel, type ReelOptions } from './plan-reel.js';
import type { ReelPlan } from './reel.js';

const RATE = { num: 10, den: 1 };
const FRAMES = 400;
/** 10 frames per second in hundredths of a second; `uneven` lets each frame come up to 0.04 s late. */
const clockOf = (uneven: boolean): FrameClock =>
  new FrameClock(
    Array.from({ length: FRAMES }, (_, frame) => frame * 10 + (uneven ? (frame * 7) % 5 : 0)),
    FRAMES * 10,
    { num: 1, den: 100 },
  );
const range = (start: number, end: number): FrameRange => ({ start, end });

function plan(parts: FrameRange[][], options: Partial<ReelOptions> = {}, clock = clockOf(false)): ReelPlan {
  const names = ['Alice', 'Bob', 'Carol'];
  return planReel({
    parts: parts.map((scenes, index) => ({ heading: names[index % 3]!, subtitle: '', scenes })),
    clock,
    frameRate: RATE,
    options: { hasTitles: false, crossfadeSeconds: 0, longestSeconds: null, ...options },
  });
}
const timesOf = ({ pieces }: ReelPlan): number[] => pieces.flatMap(({ times }) => times);

describe('planReel', () => {
  it('makes nothing of nothing', () => {
    const { pieces, frames, lengthInTicks, chapters } = plan([[]]);
    assert.deepEqual([pieces, frames, lengthInTicks, chapters], [[], 0, 0, []]);
  });

  it('sets scenes behind one another, each a chapter, queries in the order given', () => {
    const { chapters, frames, lengthInTicks } = plan([[range(20, 30), range(50, 55)], [range(0, 10)]]);
    assert.deepEqual([frames, lengthInTicks], [25, 250]);
    assert.deepEqual(
      chapters.map(({ title, startFrame, startTicks, endTicks }) => [
        title,
        startFrame,
        startTicks,
        endTicks,
      ]),
      [
        ['Alice 1/2, 00:00:02:00', 0, 0, 100],
        ['Alice 2/2, 00:00:05:00', 10, 100, 150],
        ['Bob, 00:00:00:00', 15, 150, 250],
      ],
    );
  });

  it('puts a card of two seconds before the scenes of each query, in the chapter of the first', () => {
    const { pieces, cards, chapters, sounds } = plan([[range(20, 30), range(50, 55)], [range(0, 10)]], {
      hasTitles: true,
    });
    assert.deepEqual(
      pieces.map(({ kind, times }) => [kind, times.length]),
      [
        ['card', 20],
        ['scene', 10],
        ['scene', 5],
        ['card', 20],
        ['scene', 10],
      ],
    );
    assert.deepEqual(
      cards.map(({ title }) => title),
      ['Alice', 'Bob'],
    );
    assert.deepEqual(
      chapters.map(({ startFrame }) => startFrame),
      [0, 30, 35],
    );
    assert.deepEqual(
      sounds.map(({ stretch }) => stretch?.range.start ?? null),
      [null, 20, 50, null, 0],
    );
  });

  it('lets neighbours share the frames of a cross-fade', () => {
    const { pieces, frames, chapters, sounds } = plan([[range(20, 40), range(50, 70)]], {
      crossfadeSeconds: 0.5,
    });
    assert.equal(frames, 35);
    assert.deepEqual(
      pieces.map(({ kind, times }) => [kind, times[0], times.length]),
      [
        ['scene', 0, 15],
        ['fade', 150, 5],
        ['scene', 200, 15],
      ],
    );
    const fade = pieces[1]!;
    assert.ok(fade.kind === 'fade' && fade.from.kind === 'scene' && fade.to.kind === 'scene');
    assert.deepEqual([fade.from.stretch.range, fade.to.stretch.range], [range(35, 40), range(50, 55)]);
    assert.deepEqual([chapters[1]?.startFrame, chapters[1]?.startTicks], [15, 150]);
    assert.deepEqual(
      sounds.map(({ startTicks, endTicks }) => [startTicks, endTicks]),
      [
        [0, 200],
        [150, 350],
      ],
    );
  });

  it('shortens a fade to half of a short scene and leaves none where a scene is one frame', () => {
    assert.equal(
      plan([[range(0, 20), range(50, 54), range(60, 80)]], { crossfadeSeconds: 1 }).frames,
      44 - 2 - 2,
    );
    assert.equal(plan([[range(0, 20), range(50, 51)]], { crossfadeSeconds: 1 }).frames, 21);
  });

  it('ends at the longest length, within a scene, and says what found no room', () => {
    const cut = plan([[range(0, 20), range(50, 80), range(90, 95)]], { longestSeconds: 3 });
    assert.deepEqual([cut.frames, cut.isCutShort, cut.leftOut], [30, true, 1]);
    const dropped = plan([[range(0, 20), range(50, 80)]], { longestSeconds: 2.3 });
    assert.deepEqual([dropped.frames, dropped.isCutShort, dropped.leftOut], [20, false, 1]);
    const titled = plan([[range(0, 20)], [range(50, 80)]], { longestSeconds: 5, hasTitles: true });
    assert.deepEqual(
      [titled.frames, titled.leftOut, titled.cards.length],
      [40, 1, 1],
      'no card without a scene',
    );
  });

  const scenes = fc.array(
    fc
      .tuple(fc.nat(FRAMES - 40), fc.integer({ min: 1, max: 40 }))
      .map(([start, n]) => range(start, start + n)),
    { maxLength: 6 },
  );
  it('has one rising time per frame, sounds without holes and chapters on frames, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.array(scenes, { minLength: 1, maxLength: 3 }),
        fc.record({
          hasTitles: fc.boolean(),
          crossfadeSeconds: fc.double({ min: 0, max: 3, noNaN: true }),
          longestSeconds: fc.option(fc.double({ min: 0.1, max: 20, noNaN: true })),
        }),
        fc.boolean(),
        (parts, options, uneven) => {
          const made = plan(parts, options, clockOf(uneven));
          const times = timesOf(made);
          assert.equal(times.length, made.frames);
          assert.ok(times.every((ticks, at) => (at === 0 ? ticks === 0 : ticks > times[at - 1]!)));
          assert.ok((times.at(-1) ?? -1) < made.lengthInTicks || times.length === 0);
          made.sounds.forEach(({ startTicks, endTicks }, at) => {
            assert.ok(endTicks > startTicks);
            assert.ok(startTicks <= (made.sounds[at - 1]?.endTicks ?? 0));
          });
          for (const { startFrame, startTicks } of made.chapters) assert.equal(times[startFrame], startTicks);
          if (options.longestSeconds !== null)
            assert.ok(made.lengthInTicks <= options.longestSeconds * 100 + 1e-6, `${made.lengthInTicks}`);
        },
      ),
    );
  });
});
