// The recogniser to beat: colour alone. What this tells apart, any embedder must; what an embedder tells apart no better
// than this, it knows by the palette.
import type { RgbPicture } from '../picture/picture.js';

const HUES = 12;
const LEVELS = 4;
const LAYOUT = 8;

/**
 * A 12x4x4 histogram of hue, saturation and value beside an 8x8 layout of mean colours in Lab; each part and the whole
 * L2-normalised, so that the cosine compares both alike. 384 numbers.
 */
export function describeColours(picture: RgbPicture): Float32Array {
  const halves = [hsvHistogram(picture), labLayout(picture)];
  const descriptor = new Float32Array(halves[0]!.length + halves[1]!.length);
  let at = 0;
  for (const half of halves) {
    const length = Math.max(1e-6, Math.hypot(...half)) * Math.SQRT2;
    for (const value of half) descriptor[at++] = value / length;
  }
  return descriptor;
}

function hsvHistogram({ data }: RgbPicture): Float64Array {
  const histogram = new Float64Array(HUES * LEVELS * LEVELS);
  for (let i = 0; i < data.length; i += 3) {
    const [hue, saturation, value] = toHsv(data[i]!, data[i + 1]!, data[i + 2]!);
    const bin = (levelOf(hue, HUES) * LEVELS + levelOf(saturation, LEVELS)) * LEVELS + levelOf(value, LEVELS);
    histogram[bin]!++;
  }
  return histogram;
}

const levelOf = (share: number, levels: number): number => Math.min(levels - 1, Math.floor(share * levels));

/** Each 0..1. */
function toHsv(red: number, green: number, blue: number): [number, number, number] {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return [0, 0, most / 255];
  let sixth: number;
  if (most === red) sixth = (green - blue) / range;
  else if (most === green) sixth = 2 + (blue - red) / range;
  else sixth = 4 + (red - green) / range;
  return [((sixth + 6) % 6) / 6, range / most, most / 255];
}

function labLayout(picture: RgbPicture): Float64Array {
  const layout = new Float64Array(LAYOUT * LAYOUT * 3);
  for (let row = 0; row < LAYOUT; row++) {
    for (let column = 0; column < LAYOUT; column++)
      layout.set(toLab(meanColour(picture, row, column)), (row * LAYOUT + column) * 3);
  }
  return layout;
}

/** Mean over a cell of the 8x8 grid; at least one pixel. */
function meanColour({ width, height, data }: RgbPicture, row: number, column: number): number[] {
  const [top, bottom] = spanOf(row, height);
  const [left, right] = spanOf(column, width);
  const sums = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      for (let c = 0; c < 3; c++) sums[c]! += data[(y * width + x) * 3 + c]!;
    }
  }
  return sums.map((sum) => sum / ((bottom - top) * (right - left)));
}

function spanOf(cell: number, length: number): [number, number] {
  const start = Math.min(length - 1, Math.floor((cell * length) / LAYOUT));
  return [start, Math.max(start + 1, Math.floor(((cell + 1) * length) / LAYOUT))];
}

/** CIE Lab under D65, each channel about -0.5..0.5: L / 100 - 0.5, a / 255, b / 255. */
function toLab(rgb: readonly number[]): number[] {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const root = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = root((0.412453 * red + 0.35758 * green + 0.180423 * blue) / 0.950456);
  const y = root(0.212671 * red + 0.71516 * green + 0.072169 * blue);
  const z = root((0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.088754);
  return [(116 * y - 16) / 100 - 0.5, (500 * (x - y)) / 255, (200 * (y - z)) / 255];
}
