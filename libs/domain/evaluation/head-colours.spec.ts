import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RgbPicture, Yuv420Picture } from '../picture/picture.js';
import { similarityOf } from '../tracking/embedding.js';
import { describeColours } from './colour-descriptor.js';
import { describeHead } from './head-colours.js';

/** Black, with a white square at columns and rows 8 to 24. */
const SIDE = 32;
const isWhite = (i: number): boolean =>
  [i % SIDE, Math.floor(i / SIDE)].every((place) => place >= 8 && place < 24);
const rgb: RgbPicture = {
  ...{ format: 'rgb24', width: SIDE, height: SIDE },
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (isWhite(Math.floor(i / 3)) ? 255 : 0)),
};
const yuv: Yuv420Picture = {
  ...{ format: 'yuv420p', width: SIDE, height: SIDE },
  data: Uint8Array.from({ length: (SIDE * SIDE * 3) / 2 }, (_, i) =>
    i >= SIDE * SIDE ? 128 : isWhite(i) ? 235 : 16,
  ),
};

describe('describeHead', () => {
  it('sees a quarter more than the head, in a decoded frame as in a picture', () => {
    // a head of 16 gives a square of 20, of which 16 x 16 are white
    const head = { x1: 8, y1: 8, x2: 24, y2: 24 };
    const shares = [rgb, yuv].map((picture) => {
      const histogram = describeHead(picture, head).subarray(0, 192);
      const [black, white] = [histogram[0]!, histogram[3]!];
      return white / (white + black);
    });
    for (const share of shares) assert.ok(Math.abs(share - 256 / 400) < 1e-6, `${share}`);
  });

  it('sees the part of the head inside the picture', () => {
    const head = { x1: -40, y1: 8, x2: 24, y2: 24 };
    const inside = describeHead(rgb, { ...head, x1: 0 });
    assert.ok(similarityOf(describeHead(rgb, head), inside) > 1 - 1e-6);
    assert.ok(similarityOf(inside, describeColours(rgb)) < 1);
  });
});
