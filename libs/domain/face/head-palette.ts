// Which colours a head shows where: a ribbon, a hat's band, the eyes. Embedders are trained not to care for what may be
// light or clothing; between look-alikes it is all there is. For nothing else: a palette is no identity.
import { heightOf, type PictureBox, widthOf } from '../box/box.js';
import type { Picture } from '../picture/picture.js';
import { readPixel } from '../picture/read-pixel.js';

/** Points a side at which the head is looked at. */
const GRID = 40;
/** Of the head box: hats and ribbons are easily cut. */
const GROWN = 1.1;
/** Top (hair, hat, ribbon), middle (eyes, cheeks), bottom (mouth, beard, collar). */
const BANDS = 3;
const HUES = 12;
/** Pale and rich of every hue, then dark, medium and light without a hue. */
const PER_BAND = HUES * 2 + 3;
/** What a face's median colour is drawn towards, by half: light tints skin and ribbon alike. */
const NEUTRAL_SKIN = [205, 165, 140] as const;

/**
 * Shares of colours in three bands of the oval inside a head box, as square roots in steps of 1/255 (so that sums of
 * products compare distributions, after Bhattacharyya). Empty for a head outside the picture.
 */
export function describePalette(picture: Picture, head: PictureBox): Uint8Array {
  const points = pointsOf(picture, head);
  if (points.length === 0) return new Uint8Array(0);
  const gains = gainsOf(points);
  const shares = new Float64Array(PER_BAND * BANDS);
  for (const { rgb, down } of points) {
    const [red, green, blue] = rgb.map((value, c) => value * gains[c]!) as [number, number, number];
    const place = down * BANDS - 0.5;
    const upper = Math.floor(place);
    addColour(shares, clamp(upper, BANDS - 1) * PER_BAND, upper + 1 - place, [red, green, blue]);
    addColour(shares, clamp(upper + 1, BANDS - 1) * PER_BAND, place - upper, [red, green, blue]);
  }
  return toRoots(shares);
}

interface Point {
  readonly rgb: readonly number[];
  /** From the top 0 to the bottom 1. */
  readonly down: number;
  /** In the middle of the face. */
  readonly isInner: boolean;
}

function pointsOf(picture: Picture, head: PictureBox): Point[] {
  const centre = { x: (head.x1 + head.x2) / 2, y: (head.y1 + head.y2) / 2 };
  const half = { x: (widthOf(head) / 2) * GROWN, y: (heightOf(head) / 2) * GROWN };
  const points: Point[] = [];
  for (let k = 0; k < GRID * GRID; k++) {
    const u = (2 * ((k % GRID) + 0.5)) / GRID - 1;
    const v = (2 * (Math.floor(k / GRID) + 0.5)) / GRID - 1;
    const x = Math.floor(centre.x + u * half.x);
    const y = Math.floor(centre.y + v * half.y);
    const isInside = u * u + v * v <= 1 && x >= 0 && y >= 0 && x < picture.width && y < picture.height;
    if (!isInside) continue;
    const rgb = new Uint8Array(3);
    readPixel(picture, { x, y }, rgb);
    points.push({
      rgb: [...rgb],
      down: (v + 1) / 2,
      isInner: Math.abs(u) < 0.4 && v > -0.1 && v < 0.65,
    });
  }
  return points;
}

/** By the middle of the face: half of a light's colour is taken off, the other half may be the skin's own. */
function gainsOf(points: readonly Point[]): number[] {
  const inner = points.filter(({ isInner }) => isInner);
  const face = inner.length > 0 ? inner : points;
  return NEUTRAL_SKIN.map((neutral, c) =>
    Math.sqrt(neutral / (8 + medianOf(face.map(({ rgb }) => rgb[c]!)))),
  );
}

function medianOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

/** Divides one point's weight among neighbouring bins, so that a slight change of colour is a slight change here. */
function addColour(
  shares: Float64Array,
  start: number,
  weight: number,
  [red, green, blue]: readonly [number, number, number],
): void {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  const saturation = range / (most + 12);
  const coloured = ramp(saturation, 0.12, 0.27) * Math.min(1, most / 60);
  const rich = ramp(saturation, 0.3, 0.6);
  const hue = hueOf(red, green, blue, range) * HUES;
  const first = Math.floor(hue);
  for (const [bin, share] of [
    [first % HUES, first + 1 - hue],
    [(first + 1) % HUES, hue - first],
  ] as const) {
    shares[start + bin * 2]! += weight * coloured * share * (1 - rich);
    shares[start + bin * 2 + 1]! += weight * coloured * share * rich;
  }
  const level = Math.min(1, most / 255) * 2;
  const below = Math.min(1, Math.floor(level));
  shares[start + HUES * 2 + below]! += weight * (1 - coloured) * (below + 1 - level);
  shares[start + HUES * 2 + below + 1]! += weight * (1 - coloured) * (level - below);
}

/** 0..1 round the colour circle; 0 without a hue. */
function hueOf(red: number, green: number, blue: number, range: number): number {
  if (range === 0) return 0;
  const most = Math.max(red, green, blue);
  let sixth = 4 + (red - green) / range;
  if (most === red) sixth = (green - blue) / range;
  else if (most === green) sixth = 2 + (blue - red) / range;
  return (((sixth + 6) % 6) / 6) % 1;
}

function toRoots(shares: Float64Array): Uint8Array {
  const roots = new Uint8Array(shares.length);
  for (let start = 0; start < shares.length; start += PER_BAND) {
    const band = shares.subarray(start, start + PER_BAND);
    const total = band.reduce((sum, value) => sum + value, 0);
    if (total > 0)
      roots.set(
        Uint8Array.from(band, (value) => Math.round(255 * Math.sqrt(value / total))),
        start,
      );
  }
  return roots;
}

const ramp = (value: number, from: number, to: number): number => clamp01((value - from) / (to - from));
const clamp01 = (value: number): number => Math.max(0, Math.min(1, value));
const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));
