import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sharpnessOf } from '../picture/sharpness.js';
import type { RgbPicture } from '../picture/picture.js';
import { chooseLoop } from './choose-loop.js';
import { listFittings } from './fit-sticker.js';
import { looksLike, lookOf } from './look-of.js';

const SIDE = 48;

function draw(valueAt: (x: number, y: number) => number, side = SIDE): RgbPicture {
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      data.fill(valueAt(x / side, y / side), (y * side + x) * 3, (y * side + x) * 3 + 3);
  return { format: 'rgb24', width: side, height: side, data };
}
const flat = (value: number): RgbPicture => draw(() => value);
const rings = (middle: number, side = SIDE): RgbPicture =>
  draw((x, y) => 128 + 100 * Math.sin(30 * Math.hypot(x - middle, y - 0.5)), side);

describe('chooseLoop', () => {
  it('shows nothing of nothing, and one of one', () => {
    assert.deepEqual(chooseLoop([]), []);
    assert.deepEqual(chooseLoop([flat(0)]), [0]);
  });

  it('ends where it looks as it began', () => {
    const pictures = [0, 60, 120, 60, 3, 90].map(flat);
    assert.deepEqual(chooseLoop(pictures), [0, 1, 2, 3, 4]);
  });

  it('goes there and back again where it never does, neither end twice', () => {
    assert.deepEqual(chooseLoop([0, 60, 120, 180].map(flat)), [0, 1, 2, 3, 2, 1]);
  });

  it('does not take a short twitch for the whole', () => {
    assert.deepEqual(chooseLoop([0, 1, 60, 120, 180, 200].map(flat)).length, 10);
  });
});

describe('lookOf', () => {
  it('is the same in another size and light', () => {
    assert.ok(looksLike(lookOf(rings(0.5)), lookOf(rings(0.5, 96))));
    const darker = draw((x, y) => 100 + 70 * Math.sin(30 * Math.hypot(x - 0.5, y - 0.5)));
    assert.ok(looksLike(lookOf(rings(0.5)), lookOf(darker)));
  });

  it('tells different pictures apart', () => assert.ok(!looksLike(lookOf(rings(0.5)), lookOf(rings(0.2)))));
});

describe('sharpnessOf', () => {
  it('is nothing for a plain picture, and greater for hard edges than for soft ones', () => {
    assert.equal(sharpnessOf(flat(90)), 0);
    const hard = draw((x) => (x < 0.5 ? 0 : 255));
    const soft = draw((x) => 255 * Math.min(1, Math.max(0, (x - 0.3) / 0.4)));
    assert.ok(sharpnessOf(hard) > 10 * sharpnessOf(soft));
  });
});

describe('listFittings', () => {
  it('begins with all that there is and gets smaller and smaller', () => {
    const fittings = listFittings('webp', 240, 24);
    assert.deepEqual(fittings[0], { side: 240, stride: 1, detail: 90 });
    assert.deepEqual(fittings.at(-1), { side: 108, stride: 2, detail: 60 });
  });

  it('keeps every picture of a short one', () =>
    assert.ok(listFittings('gif', 240, 6).every(({ stride }) => stride === 1)));
});
