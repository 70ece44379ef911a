// Separable resampling of a window of a picture: area mean when shrinking, bilinear when enlarging, the border
// repeated outside. This is how the training code (OpenCV's INTER_AREA and INTER_LINEAR) makes its pictures.
import type { Picture } from '#domain/picture/picture.js';
import { rgbRegionOf } from './convert-pixels.js';
import { type PixelSink, planeStart } from './pixel-sink.js';

/** In pixels of the picture; may be fractional and reach outside it. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** In pixels of the sink. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** For every output position `perOutput` source positions (inside the picture) with weights that sum to 1. */
export interface Taps {
  readonly perOutput: number;
  readonly position: Int32Array;
  readonly weight: Float32Array;
}

export function planTaps(start: number, length: number, outputs: number, size: number): Taps {
  const ratio = length / outputs;
  return ratio > 1
    ? planAreaTaps(start, ratio, outputs, size)
    : planBilinearTaps(start, ratio, outputs, size);
}

const clampIndex = (index: number, size: number): number => Math.min(Math.max(index, 0), size - 1);

function planAreaTaps(start: number, ratio: number, outputs: number, size: number): Taps {
  const perOutput = Math.ceil(ratio) + 1;
  const position = new Int32Array(outputs * perOutput);
  const weight = new Float32Array(outputs * perOutput);
  for (let output = 0; output < outputs; output++) {
    const from = start + output * ratio;
    const first = Math.floor(from);
    for (let tap = 0; tap < perOutput; tap++) {
      const pixel = first + tap;
      const overlap = Math.min(pixel + 1, from + ratio) - Math.max(pixel, from);
      position[output * perOutput + tap] = clampIndex(pixel, size);
      weight[output * perOutput + tap] = Math.max(0, overlap) / ratio;
    }
  }
  return { perOutput, position, weight };
}

function planBilinearTaps(start: number, ratio: number, outputs: number, size: number): Taps {
  const position = new Int32Array(outputs * 2);
  const weight = new Float32Array(outputs * 2);
  for (let output = 0; output < outputs; output++) {
    const centre = start + (output + 0.5) * ratio - 0.5;
    const first = Math.floor(centre);
    position[output * 2] = clampIndex(first, size);
    position[output * 2 + 1] = clampIndex(first + 1, size);
    weight[output * 2] = 1 - (centre - first);
    weight[output * 2 + 1] = centre - first;
  }
  return { perOutput: 2, position, weight };
}

/** Resamples the window of the picture into the place of the sink. */
export function resampleInto(picture: Picture, window: Window, sink: PixelSink, place: Place): void {
  const columns = planTaps(window.x, window.width, place.width, picture.width);
  const rows = planTaps(window.y, window.height, place.height, picture.height);
  const span = {
    x1: columns.position.reduce((least, x) => Math.min(least, x), picture.width),
    y1: rows.position.reduce((least, y) => Math.min(least, y), picture.height),
    x2: columns.position.reduce((most, x) => Math.max(most, x), 0) + 1,
    y2: rows.position.reduce((most, y) => Math.max(most, y), 0) + 1,
  };
  const narrowed = narrow(picture, columns, span, place.width);
  flatten(narrowed, rows, span.y1, sink, place);
}

/** Horizontal pass over the rows [y1, y2): floats, R G B interleaved, `outputs` pixels a row. */
function narrow(
  picture: Picture,
  columns: Taps,
  span: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number },
  outputs: number,
): Float32Array {
  const region = rgbRegionOf(picture, span);
  const { perOutput, position, weight } = columns;
  const { data } = region;
  const result = new Float32Array((span.y2 - span.y1) * outputs * 3);
  let target = 0;
  for (let y = span.y1; y < span.y2; y++) {
    const row = ((y - region.top) * region.width - region.left) * 3;
    for (let tap = 0; tap < outputs * perOutput; target += 3) {
      let [red, green, blue] = [0, 0, 0];
      for (const end = tap + perOutput; tap < end; tap++) {
        const share = weight[tap]!;
        const source = row + position[tap]! * 3;
        red += share * data[source]!;
        green += share * data[source + 1]!;
        blue += share * data[source + 2]!;
      }
      result[target] = red;
      result[target + 1] = green;
      result[target + 2] = blue;
    }
  }
  return result;
}

/** Vertical pass and normalisation into the sink's planes; `firstRow` is the picture row of the first narrowed row. */
function flatten(narrowed: Float32Array, rows: Taps, firstRow: number, sink: PixelSink, place: Place): void {
  const { perOutput, position, weight } = rows;
  const { data } = sink;
  for (const channel of [0, 1, 2] as const) {
    const start = planeStart(sink, channel);
    const gain = sink.gain[channel];
    const bias = sink.bias[channel];
    for (let y = 0; y < place.height; y++) {
      const target = start + (y + place.top) * sink.width + place.left;
      for (let x = 0; x < place.width; x++) {
        let sum = 0;
        for (let tap = y * perOutput; tap < (y + 1) * perOutput; tap++) {
          sum += weight[tap]! * narrowed[((position[tap]! - firstRow) * place.width + x) * 3 + channel]!;
        }
        data[target + x] = sum * gain + bias;
      }
    }
  }
}
