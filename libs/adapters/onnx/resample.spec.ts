import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RgbPicture, Yuv420Picture } from '#domain/picture/picture.js';
import { convertInto } from './convert-pixels.js';
import { fillWithGrey, type PixelSink } from './pixel-sink.js';
import { planTaps, resampleInto } from './resample.js';

const PLAIN = { gain: [1, 1, 1], bias: [0, 0, 0], plane: [0, 1, 2] } as const;

function sinkOf(width: number, height: number, settings: Partial<PixelSink> = {}): PixelSink {
  return { ...PLAIN, data: new Float32Array(3 * width * height), offset: 0, width, height, ...settings };
}

/** Red is `red(x, y)`, green 7, blue 9. */
function pictureOf(width: number, height: number, red: (x: number, y: number) => number): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) data.set([red(i % width, Math.floor(i / width)), 7, 9], i * 3);
  return { format: 'rgb24', width, height, data };
}

const planeOf = (sink: PixelSink, plane: number): number[] => [
  ...sink.data.subarray(plane * sink.width * sink.height, (plane + 1) * sink.width * sink.height),
];

function resampleAll(picture: RgbPicture, width: number, height: number): PixelSink {
  const sink = sinkOf(width, height);
  const window = { x: 0, y: 0, width: picture.width, height: picture.height };
  resampleInto(picture, window, sink, { left: 0, top: 0, width, height });
  return sink;
}

describe('resampleInto', () => {
  it('means the area when it shrinks', () => {
    const picture = pictureOf(4, 2, (x, y) => x * 10 + y * 100);
    assert.deepEqual(planeOf(resampleAll(picture, 2, 1), 0), [55, 75]);
  });

  it('shares a pixel between two outputs by area', () => {
    const sink = resampleAll(
      pictureOf(3, 1, (x) => [0, 90, 30][x]!),
      2,
      1,
    );
    assert.deepEqual(planeOf(sink, 0).map(Math.round), [30, 50]);
  });

  it('interpolates between pixel centres when it enlarges, the border repeated', () => {
    assert.deepEqual(
      planeOf(
        resampleAll(
          pictureOf(2, 1, (x) => x * 100),
          4,
          1,
        ),
        0,
      ),
      [0, 25, 75, 100],
    );
  });

  it('keeps a picture of the same size', () => {
    const picture = pictureOf(5, 4, (x, y) => x + 10 * y);
    assert.deepEqual(
      planeOf(resampleAll(picture, 5, 4), 0),
      [...picture.data].filter((_, i) => i % 3 === 0),
    );
  });

  it('repeats the border outside the picture', () => {
    const sink = sinkOf(3, 3);
    const window = { x: -10, y: -10, width: 3, height: 3 };
    resampleInto(
      pictureOf(4, 4, (x, y) => 50 + x + y),
      window,
      sink,
      { left: 0, top: 0, width: 3, height: 3 },
    );
    assert.deepEqual(new Set(planeOf(sink, 0)), new Set([50]));
  });

  it('puts channels into the planes of a BGR model and normalises them', () => {
    const sink = sinkOf(1, 1, { plane: [2, 1, 0], gain: [1, 2, 3], bias: [0.5, 0, -1] });
    const window = { x: 0, y: 0, width: 2, height: 2 };
    resampleInto(
      pictureOf(2, 2, () => 4),
      window,
      sink,
      { left: 0, top: 0, width: 1, height: 1 },
    );
    assert.deepEqual([...sink.data], [26, 14, 4.5]);
  });

  it('draws only inside its place', () => {
    const sink = sinkOf(4, 3);
    fillWithGrey(sink, 200);
    const window = { x: 0, y: 0, width: 2, height: 1 };
    resampleInto(
      pictureOf(2, 1, () => 50),
      window,
      sink,
      { left: 1, top: 1, width: 2, height: 1 },
    );
    assert.deepEqual(planeOf(sink, 0), [200, 200, 200, 200, 200, 50, 50, 200, 200, 200, 200, 200]);
  });
});

describe('planTaps', () => {
  it('gives weights that sum to one at positions inside the picture', () => {
    const length = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(
        fc.float({ min: -50, max: 50, noNaN: true }),
        length,
        length,
        length,
        (start, span, outputs, size) => {
          const taps = planTaps(start, span, outputs, size);
          assert.ok(taps.position.every((position) => position >= 0 && position < size));
          for (let output = 0; output < outputs; output++) {
            const own = taps.weight.subarray(output * taps.perOutput, (output + 1) * taps.perOutput);
            assert.ok(Math.abs(own.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-4);
          }
        },
      ),
    );
  });
});

describe('convertInto', () => {
  const table: [string, [number, number, number], [number, number, number]][] = [
    ['black', [16, 128, 128], [0, 0, 0]],
    ['white', [235, 128, 128], [255, 255, 255]],
    ['red', [81, 90, 240], [255, 0, 0]],
    ['green', [145, 54, 34], [0, 255, 0]],
    ['blue', [41, 240, 110], [0, 0, 255]],
    ['over-bright', [255, 128, 128], [255, 255, 255]],
  ];
  for (const [name, [y, u, v], expected] of table) {
    it(`turns ${name} of a decoded frame into RGB`, () => {
      const frame: Yuv420Picture = {
        format: 'yuv420p',
        width: 2,
        height: 2,
        data: Uint8Array.of(y, y, y, y, u, v),
      };
      const sink = sinkOf(3, 3);
      convertInto(frame, sink, 1, 1);
      expected.forEach((value, plane) =>
        assert.ok(Math.abs(planeOf(sink, plane)[8]! - value) <= 1, `${plane}`),
      );
      assert.equal(planeOf(sink, 0)[0], 0);
    });
  }

  it('writes RGB where resampling at the same size would', () => {
    const picture = pictureOf(6, 4, (x, y) => x * y);
    const sink = sinkOf(6, 4);
    convertInto(picture, sink, 0, 0);
    assert.deepEqual(sink.data, resampleAll(picture, 6, 4).data);
  });
});
