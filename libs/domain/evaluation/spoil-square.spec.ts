import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RgbPicture } from '../picture/picture.js';
import { seededRandom } from './seeded-random.js';
import { spoilSquare } from './spoil-square.js';

const WHOLE = { x1: 0, y1: 0, x2: 100, y2: 100 };

function plain(red: number, green: number, blue: number): RgbPicture {
  const data = new Uint8Array(100 * 100 * 3);
  for (let at = 0; at < data.length; at += 3) data.set([red, green, blue], at);
  return { format: 'rgb24', width: 100, height: 100, data };
}

describe('spoilSquare', () => {
  it('is the same for the same seed, and another one for another', () => {
    const of = (seed: number): RgbPicture =>
      spoilSquare(plain(200, 100, 50), WHOLE, [0, 0, 0], seededRandom(seed));
    assert.deepEqual(of(3), of(3));
    assert.notDeepEqual(of(3), of(4));
  });

  it('is reduced to 15 to 60 % of the size', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { width, height } = spoilSquare(plain(9, 9, 9), WHOLE, [0, 0, 0], seededRandom(seed));
      assert.equal(width, height);
      assert.ok(width >= 15 && width <= 60, `${width}`);
    }
  });

  it('is what lies there, tinted alike everywhere', () => {
    const { data, width } = spoilSquare(
      plain(200, 100, 50),
      { x1: 30, y1: 30, x2: 70, y2: 70 },
      [255, 0, 255],
      seededRandom(5),
    );
    const first = [...data.subarray(0, 3)];
    first.forEach((value, c) => {
      const tint = value / [200, 100, 50][c]!;
      assert.ok(tint >= 0.43 && tint <= 1.16, `${tint}`);
    });
    for (let at = 0; at < width * width * 3; at += 3) assert.deepEqual([...data.subarray(at, at + 3)], first);
  });

  it('turns, shifts and mirrors: halves stay halves, on either side', () => {
    const halves = plain(0, 0, 0);
    for (let row = 0; row < 100; row++)
      for (let column = 0; column < 50; column++)
        halves.data.fill(255, (row * 100 + column) * 3, (row * 100 + column) * 3 + 3);
    const sides = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const { data, width } = spoilSquare(halves, WHOLE, [128, 128, 128], seededRandom(seed));
      const at = (column: number): number => data[(Math.floor(width / 2) * width + column) * 3]!;
      const [left, right] = [at(Math.floor(width * 0.2)), at(Math.floor(width * 0.8))];
      assert.ok(Math.abs(left - right) > 100);
      sides.add(left > right ? 'left' : 'right');
    }
    assert.deepEqual([...sides].sort(), ['left', 'right']);
  });
});
