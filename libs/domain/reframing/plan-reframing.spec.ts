import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FrameRange } from '../time/frame-range.js';
import { boxesAt } from '../tracking/boxes-at.js';
import type { Track } from '../tracking/track.js';
import { windowOf } from './aspect.js';
import { planReframing, type ReframingRequest } from './plan-reframing.js';

const PICTURE = { width: 1280, height: 720 };
const WINDOW = windowOf(PICTURE, '9:16');
const FPS = 24;
const range = (start: number, end: number): FrameRange => ({ start, end });

/** A face of this size whose middle is told for every sixth frame. */
function trackOf(start: number, middles: readonly (readonly [number, number])[], side = 120): Track {
  const box = ([x, y]: readonly [number, number], half: number) => ({
    x1: x - half,
    y1: y - half,
    x2: x + half,
    y2: y + half,
  });
  return {
    ...{
      id: `t${start}-${middles[0]?.join('-')}`,
      shotIndex: 0,
      start,
      end: start + 6 * (middles.length - 1) + 1,
    },
    sightings: middles.map((middle, at) => ({
      ...{ frame: start + 6 * at, face: box(middle, side / 2), head: box(middle, side * 0.7), score: 0.9 },
    })),
    ...{ template: new Float32Array(), exemplars: [], quality: 0.8, faceness: 0.9, expression: [1] },
    bestSighting: 0,
  };
}

function plan(tracks: readonly Track[], more: Partial<ReframingRequest> = {}) {
  const end = Math.max(1, ...tracks.map((track) => track.end));
  return planReframing({
    ...{ range: range(0, end), shots: [{ frames: range(0, end) }], tracks, others: [] },
    ...{ picture: PICTURE, window: WINDOW, framesPerSecond: FPS },
    ...more,
  });
}

const steps = (places: readonly number[]): number[] =>
  places.slice(1).map((place, at) => Math.abs(place - places[at]!));
const same = (places: readonly number[]): boolean => new Set(places).size === 1;

describe('windowOf', () => {
  const table: [string, [number, number], [number, number]][] = [
    ['9:16', [1280, 720], [404, 720]],
    ['1:1', [1280, 720], [720, 720]],
    ['4:5', [1280, 720], [576, 720]],
    ['9:16', [1920, 1080], [608, 1080]],
    ['1:1', [719, 1281], [718, 718]],
    ['9:16', [320, 1000], [320, 568]],
    ['1:1', [3, 2], [2, 2]],
  ];
  for (const [aspect, [width, height], size] of table)
    it(`is ${size.join(' x ')} for ${aspect} in ${width} x ${height}`, () => {
      const window = windowOf({ width, height }, aspect as '9:16');
      assert.deepEqual([window.width, window.height], size);
    });
});

describe('planReframing', () => {
  it('looks at the middle where there is nobody', () => {
    const { lefts, tops } = plan([], { range: range(0, 5), shots: [{ frames: range(0, 5) }] });
    assert.deepEqual(lefts, [438, 438, 438, 438, 438]);
    assert.deepEqual(tops, [0, 0, 0, 0, 0]);
  });

  it('stands still on a face that stands still or fidgets, with it in the middle', () => {
    const fidgeting = [900, 912, 893, 905, 899, 910, 902].map((x) => [x, 300] as const);
    const { lefts } = plan([trackOf(0, fidgeting)]);
    assert.ok(same(lefts));
    assert.ok(Math.abs(lefts[0]! + WINDOW.width / 2 - 903) < 12);
  });

  it('stands at the border with a face that is near it', () =>
    assert.deepEqual(
      plan([
        trackOf(0, [
          [60, 300],
          [60, 300],
        ]),
      ]).lefts,
      [0, 0, 0, 0, 0, 0, 0],
    ));

  it('follows a walk in one smooth move', () => {
    const walk = Array.from({ length: 17 }, (_, at) => [150 + at * 60, 300] as const);
    const { lefts } = plan([trackOf(0, walk)]);
    assert.ok(
      lefts.every((left, at) => at === 0 || left >= lefts[at - 1]! - 1),
      'never back',
    );
    const changes = steps(lefts).map((step, at, all) => Math.abs(step - (all[at - 1] ?? step)));
    assert.ok(Math.max(...changes) <= 3, 'no jerk');
  });

  it('starts anew in every shot and never glides across a cut', () => {
    const [left, right] = [
      trackOf(0, [
        [200, 300],
        [200, 300],
      ]),
      trackOf(7, [
        [1100, 300],
        [1100, 300],
      ]),
    ];
    const { lefts } = plan([left, right], { shots: [{ frames: range(0, 7) }, { frames: range(7, 14) }] });
    assert.ok(same(lefts.slice(0, 7)) && same(lefts.slice(7)));
    assert.ok(lefts[13]! - lefts[0]! > 600);
  });

  it('takes two faces in where both fit, else the more prominent one', () => {
    const near = plan([
      trackOf(0, [
        [500, 300],
        [500, 300],
      ]),
      trackOf(0, [
        [700, 300],
        [700, 300],
      ]),
    ]);
    assert.ok(near.lefts[0]! <= 440 && near.lefts[0]! + WINDOW.width >= 760);
    const far = plan([
      trackOf(
        0,
        [
          [200, 300],
          [200, 300],
        ],
        80,
      ),
      trackOf(
        0,
        [
          [1000, 300],
          [1000, 300],
        ],
        160,
      ),
    ]);
    assert.equal(far.lefts[0], 1000 - WINDOW.width / 2);
  });

  it('looks at others where nobody of the clip is', () => {
    const other = trackOf(0, [
      [1000, 300],
      [1000, 300],
    ]);
    const { lefts } = plan([], { range: range(0, 7), shots: [{ frames: range(0, 7) }], others: [other] });
    assert.equal(lefts[0], 1000 - WINDOW.width / 2);
  });

  it('moves along both axes where the window is small in both', () => {
    const { lefts, tops } = plan(
      [
        trackOf(0, [
          [300, 200],
          [300, 200],
        ]),
      ],
      { window: { width: 240, height: 240 } },
    );
    assert.deepEqual([lefts[0], tops[0]], [180, 80]);
  });

  const middles = fc.array(fc.tuple(fc.integer({ min: -40, max: 1320 }), fc.integer({ min: 0, max: 720 })), {
    minLength: 2,
    maxLength: 25,
  });
  it('never cuts the main face where it can be kept, and stays in the picture, whatever it does', () => {
    fc.assert(
      fc.property(
        middles,
        fc.integer({ min: 10, max: 380 }),
        fc.constantFrom('9:16', '1:1', '4:5'),
        (places, side, aspect) => {
          const track = trackOf(0, places, side);
          const window = windowOf(PICTURE, aspect);
          const { lefts, tops, width, height } = plan([track], { window });
          assert.deepEqual([lefts.length, tops.length, width % 2, height % 2], [track.end, track.end, 0, 0]);
          lefts.forEach((left, frame) => {
            assert.ok(Number.isInteger(left) && left >= 0 && left + width <= PICTURE.width);
            const { face } = boxesAt(track, frame)!;
            const [from, until] = [Math.max(0, face.x1), Math.min(PICTURE.width, face.x2)];
            if (until > from && until - from <= width - 2)
              assert.ok(
                left <= Math.ceil(from) && left + width >= Math.floor(until),
                `frame ${frame}: ${left}`,
              );
          });
        },
      ),
    );
  });

  it('keeps to its top speed and bends softly as long as the face is no faster', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -70, max: 70 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 20, max: 120 }),
        (moves, side) => {
          let x = 640;
          const places = moves.map((move) => {
            x = Math.min(1200, Math.max(80, x + move));
            return [x, 300] as const;
          });
          const { lefts } = plan([trackOf(0, [[640, 300], ...places], side)]);
          const limit = (0.8 * WINDOW.width) / FPS;
          assert.ok(Math.max(...steps(lefts)) <= limit + 1);
          // twice a mean over 2 * half + 1 frames, half at least 2: a change of speed by 2 * limit takes five frames
          const speeds = lefts.slice(1).map((left, at) => left - lefts[at]!);
          const bends = speeds.slice(1).map((speed, at) => Math.abs(speed - speeds[at]!));
          assert.ok(Math.max(0, ...bends) <= (2 * limit) / 5 + 2);
        },
      ),
    );
  });

  it('does not move when a place exists from which the face is near the middle in all frames', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -38, max: 38 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 300, max: 900 }),
        (wander, middle) =>
          assert.ok(
            same(
              plan([
                trackOf(
                  0,
                  wander.map((by) => [middle + by, 300] as const),
                ),
              ]).lefts,
            ),
          ),
      ),
    );
  });
});
