import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RgbPicture } from '../picture/picture.js';
import { similarityOf } from '../tracking/embedding.js';
import { describeColours } from './colour-descriptor.js';

const plain = (width: number, height: number, ...colour: number[]): RgbPicture => ({
  format: 'rgb24',
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!),
});

/** Left half of one colour, right half of another. */
const halves = (left: number[], right: number[]): RgbPicture => ({
  ...plain(16, 16, 0, 0, 0),
  data: Uint8Array.from(
    { length: 16 * 16 * 3 },
    (_, i) => (Math.floor(i / 3) % 16 < 8 ? left : right)[i % 3]!,
  ),
});

describe('describeColours', () => {
  it('puts a plain red into the one bin of red, full and bright', () => {
    const descriptor = describeColours(plain(8, 8, 255, 0, 0));
    assert.equal(descriptor.length, 192 + 192);
    const bins = [...descriptor.subarray(0, 192).entries()].filter(([, value]) => value > 0);
    assert.deepEqual(
      bins.map(([bin]) => bin),
      [15],
    );
    assert.ok(Math.abs(bins[0]![1] - Math.SQRT1_2) < 1e-6);
  });

  it('tells blue from red by bin: hue 8 of 12', () => {
    const descriptor = describeColours(plain(8, 8, 0, 0, 255));
    assert.ok(descriptor[(8 * 4 + 3) * 4 + 3]! > 0.7);
  });

  it('has the Lab of sRGB red in every cell of the layout', () => {
    // L 53.24, a 80.09, b 67.20 under D65
    const cell = [...describeColours(plain(3, 3, 255, 0, 0)).subarray(192, 195)];
    const expected = [0.0324, 80.09 / 255, 67.2 / 255];
    const length = Math.hypot(...expected) * 8 * Math.SQRT2;
    cell.forEach((value, i) => assert.ok(Math.abs(value - expected[i]! / length) < 1e-3, `${i}: ${value}`));
  });

  it('has length 1, whatever the picture', () => {
    for (const picture of [
      plain(1, 1, 10, 20, 30),
      plain(100, 3, 200, 10, 90),
      halves([0, 0, 0], [9, 99, 9]),
    ]) {
      assert.ok(Math.abs(Math.hypot(...describeColours(picture)) - 1) < 1e-6);
    }
  });

  it('sees where a colour is, beside which it is', () => {
    const [red, blue] = [
      [255, 0, 0],
      [0, 0, 255],
    ];
    const picture = describeColours(halves(red, blue));
    const mirrored = describeColours(halves(blue, red));
    const other = describeColours(halves([0, 255, 0], [255, 255, 0]));
    assert.ok(similarityOf(picture, picture) > similarityOf(picture, mirrored));
    assert.ok(similarityOf(picture, mirrored) > similarityOf(picture, other));
  });
});
