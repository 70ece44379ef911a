import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RgbPicture, Yuv420Picture } from '../picture/picture.js';
import { describePalette } from './head-palette.js';

type Colour = readonly [number, number, number];
const SKIN: Colour = [230, 180, 150];
const YELLOW: Colour = [250, 200, 40];
const PURPLE: Colour = [130, 80, 190];
const HEAD = { x1: 0, y1: 0, x2: 60, y2: 60 };

/** Skin with hair of another colour in the upper third. */
function drawHead(hair: Colour, light: Colour = [255, 255, 255], side = 60): RgbPicture {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const colour = i < (side * side) / 3 ? hair : SKIN;
    colour.forEach((value, c) => (data[i * 3 + c] = (value * light[c]!) / 255));
  }
  return { format: 'rgb24', width: side, height: side, data };
}

const likeness = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((sum, value, i) => sum + (value / 255) * (b[i]! / 255), 0) / 3;

describe('describePalette', () => {
  it('is empty for a head outside the picture', () => {
    assert.equal(describePalette(drawHead(YELLOW), { x1: 200, y1: 200, x2: 260, y2: 260 }).length, 0);
  });

  it('holds the shares of each band, of which the squares sum to one', () => {
    const palette = describePalette(drawHead(YELLOW), HEAD);
    assert.equal(palette.length, 81);
    for (let start = 0; start < 81; start += 27) {
      const total = palette.subarray(start, start + 27).reduce((sum, v) => sum + (v / 255) ** 2, 0);
      assert.ok(Math.abs(total - 1) < 0.02, String(total));
    }
  });

  it('is the same for the same head in another size', () => {
    const small = describePalette(drawHead(YELLOW), HEAD);
    const large = describePalette(drawHead(YELLOW, undefined, 120), { x1: 0, y1: 0, x2: 120, y2: 120 });
    assert.ok(likeness(small, large) > 0.99);
  });

  it('tells another colour on top from another light over everything', () => {
    const night: Colour = [130, 150, 210];
    const byDay = describePalette(drawHead(YELLOW), HEAD);
    const byNight = describePalette(drawHead(YELLOW, night), HEAD);
    const other = describePalette(drawHead(PURPLE), HEAD);
    const otherByNight = describePalette(drawHead(PURPLE, night), HEAD);
    assert.ok(likeness(byDay, byNight) > likeness(byDay, otherByNight) + 0.1);
    assert.ok(likeness(other, otherByNight) > likeness(other, byNight) + 0.1);
  });

  it('reads decoded frames as it reads pictures', () => {
    const grey: Yuv420Picture = {
      format: 'yuv420p',
      width: 60,
      height: 60,
      data: new Uint8Array((60 * 60 * 3) / 2).fill(126, 0, 3600).fill(128, 3600),
    };
    const same = drawHead([128, 128, 128]).data.fill(128);
    const still = describePalette({ format: 'rgb24', width: 60, height: 60, data: same }, HEAD);
    assert.ok(likeness(describePalette(grey, HEAD), still) > 0.99);
  });
});
