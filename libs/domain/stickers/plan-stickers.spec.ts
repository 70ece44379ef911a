import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXPRESSIONS, type Expression } from '../face/face.js';
import type { Track } from '../tracking/track.js';
import { planStickers } from './plan-stickers.js';

const PICTURE = { width: 1280, height: 720 };

interface Given {
  readonly id: string;
  readonly start?: number;
  readonly end?: number;
  readonly expression?: Expression;
  readonly sure?: number;
  readonly quality?: number;
  readonly head?: number;
}

function trackOf({ id, start = 0, end = 100, expression = 'happy', sure = 0.8, ...more }: Given): Track {
  const { quality = 0.9, head = 200 } = more;
  const box = (side: number) => ({
    x1: 600 - side / 2,
    y1: 300 - side / 2,
    x2: 600 + side / 2,
    y2: 300 + side / 2,
  });
  const rest = (1 - sure) / (EXPRESSIONS.length - 1);
  return {
    ...{ id, shotIndex: 0, start, end, template: new Float32Array(), exemplars: [], quality, faceness: 1 },
    sightings: [start, Math.floor((start + end) / 2), end - 1].map((frame) => ({
      ...{ frame, face: box(head * 0.6), head: box(head), score: 0.9 },
    })),
    expression: EXPRESSIONS.map((each) => (each === expression ? sure : rest)),
    bestSighting: 1,
  };
}

const plan = (...tracks: Track[]) =>
  planStickers({
    ...{ tracks, shots: [{ frames: { start: 0, end: 1000 } }], picture: PICTURE },
    ...{ framesPerSecond: 24, side: 240 },
  });

describe('planStickers', () => {
  it('finds nothing where nobody is', () => assert.deepEqual(plan(), []));

  it('takes two seconds around the best sighting, inside of the track', () => {
    const [sticker] = plan(trackOf({ id: 'a', start: 100, end: 200 }));
    assert.deepEqual(sticker!.range, { start: 126, end: 174 });
    assert.deepEqual(plan(trackOf({ id: 'a', start: 100, end: 130 }))[0]!.range, { start: 100, end: 130 });
  });

  it('leaves out what is too short to move', () => assert.deepEqual(plan(trackOf({ id: 'a', end: 9 })), []));

  it('cuts a square with air around the head out of every frame', () => {
    const [{ crop } = { crop: undefined }] = plan(trackOf({ id: 'a' }));
    assert.deepEqual([crop!.width, crop!.height, crop!.lefts.length], [250, 250, 48]);
    for (const [at, left] of crop!.lefts.entries()) {
      assert.ok(left <= 500 && left + 250 >= 700);
      assert.ok(crop!.tops[at]! <= 200 && crop!.tops[at]! + 250 >= 400);
    }
  });

  it('never asks for more than there is', () => {
    const [{ crop } = { crop: undefined }] = plan(trackOf({ id: 'a', head: 900 }));
    assert.deepEqual([crop!.width, crop!.height, crop!.tops[0]], [720, 720, 0]);
  });

  it('orders by expression, then the sure, sharp and large ones first', () => {
    const order = plan(
      trackOf({ id: 'unsure', sure: 0.4 }),
      trackOf({ id: 'blurred', quality: 0.3 }),
      trackOf({ id: 'small', head: 40 }),
      trackOf({ id: 'good' }),
      trackOf({ id: 'calm', expression: 'neutral', sure: 0.3 }),
    ).map(({ trackId }) => trackId);
    assert.deepEqual(order, ['calm', 'good', 'unsure', 'blurred', 'small']);
  });
});
