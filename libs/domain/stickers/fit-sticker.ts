import type { StickerFormat } from './sticker.js';

/** One way to write a sticker; ever smaller ones are tried until the file is small enough. */
export interface StickerFitting {
  readonly side: number;
  /** Every how manyth picture is shown. */
  readonly stride: number;
  /** WebP's quality, or how many colours: 1..100, 2..256. */
  readonly detail: number;
}

const DETAILS: Readonly<Record<StickerFormat, readonly number[]>> = {
  webp: [90, 75, 60],
  gif: [256, 128, 64],
  apng: [256, 128, 64],
  png: [256],
};
const SHRINKINGS = [1, 0.8, 0.6, 0.45];

/** From the finest to the smallest: first detail gives way, then every other picture, then size. */
export function listFittings(format: StickerFormat, side: number, frames: number): StickerFitting[] {
  const strides = frames > 8 ? [1, 2] : [1];
  return SHRINKINGS.flatMap((shrinking) =>
    strides.flatMap((stride) =>
      DETAILS[format].map((detail) => ({ side: Math.max(16, Math.round(side * shrinking)), stride, detail })),
    ),
  );
}
