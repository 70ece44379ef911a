import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cropRgbSquare, cropSquare } from './crop.js';
import type { RgbPicture, Yuv420Picture } from './picture.js';

/** 8x8, left half black, right half white. */
const yuv: Yuv420Picture = {
  format: 'yuv420p',
  width: 8,
  height: 8,
  data: Uint8Array.from({ length: 96 }, (_, i) => (i >= 64 ? 128 : i % 8 < 4 ? 16 : 235)),
};
const rgb: RgbPicture = {
  format: 'rgb24',
  width: 4,
  height: 4,
  data: Uint8Array.from({ length: 48 }, (_, i) => Math.floor(i / 3)),
};

describe('cropSquare', () => {
  it('turns limited-range black and white into 0 and 255', () => {
    const crop = cropSquare(yuv, { x1: 0, y1: 0, x2: 8, y2: 8 }, 160);
    assert.equal(crop.width, 8);
    assert.deepEqual([...crop.data.slice(0, 3)], [0, 0, 0]);
    assert.ok([...crop.data.slice(21, 24)].every((value) => value >= 254));
  });

  it('shrinks to the longest side asked for', () => {
    assert.equal(cropSquare({ ...yuv }, { x1: -4, y1: -4, x2: 12, y2: 12 }, 10).width, 10);
  });

  it('repeats the border outside the frame', () => {
    const crop = cropSquare(yuv, { x1: 6, y1: 0, x2: 14, y2: 8 }, 160);
    assert.ok([...crop.data.slice(-3)].every((value) => value >= 254));
  });
});

describe('cropRgbSquare', () => {
  it('copies the pixels inside and repeats the border outside', () => {
    const crop = cropRgbSquare(rgb, { x1: 0, y1: 0, x2: 8, y2: 8 });
    assert.equal(crop.width, 8);
    assert.equal(crop.data[(8 + 1) * 3], 5);
    assert.equal(crop.data[(7 * 8 + 7) * 3], 15);
  });
});
