import type { Box } from '#domain/box/box.js';
import { seededRandom } from '#domain/evaluation/seeded-random.js';
import type { Face } from '#domain/face/face.js';

const DIMENSIONS = 32;

export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** A direction that stands for a character's looks. */
export function looksOf(seed: number, dimensions = DIMENSIONS): Float32Array {
  const random = seededRandom(seed * 7919 + 17);
  return unit(Float32Array.from({ length: dimensions }, () => gaussian(random)));
}

/** The looks seen again: `noise` 0 is the same picture, 1 as much noise as signal. */
export function blurred(looks: Float32Array, noise: number, random: () => number): Float32Array {
  const scale = noise / Math.sqrt(looks.length);
  return unit(looks.map((value) => value + scale * gaussian(random)));
}

export function boxAt(x: number, y: number, size = 100): Box {
  return { x1: x - size / 2, y1: y - size / 2, x2: x + size / 2, y2: y + size / 2 };
}

export interface FaceSketch {
  readonly x: number;
  readonly y?: number;
  readonly size?: number;
  readonly looks: Float32Array;
  readonly score?: number;
  readonly isFaint?: boolean;
  readonly quality?: number;
  readonly faceness?: number;
  readonly photographed?: number;
}

/** A face whose head is 1.3 times its face. */
export function faceOf({
  x,
  y = 300,
  size = 100,
  looks,
  score = 0.9,
  isFaint = false,
  quality = 0.8,
  faceness = 0.95,
  photographed,
}: FaceSketch): Face {
  return {
    detection: { face: boxAt(x, y, size), head: boxAt(x, y, size * 1.3), score, ...(isFaint && { isFaint }) },
    reading: {
      embedding: looks,
      quality,
      faceness,
      expression: Float32Array.of(1, 0, 0, 0, 0, 0, 0),
      ...(photographed !== undefined && { photographed }),
    },
  };
}
