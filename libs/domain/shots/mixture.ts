import type { FrameFeatures } from './frame-features.js';

/** A picture seen as a mixture of two others, as dissolves and fades make them. */
export interface Mixture {
  /** How far the picture is from `a` (0) to `b` (1). */
  readonly share: number;
  /** Mean difference that no mixture of the two explains, over the mean difference of the two. */
  readonly residual: number;
  /** Mean luma difference of the two. */
  readonly difference: number;
}

/** Every third cell is enough: 64 columns, so the cells read lie on diagonals and miss no column. */
const STRIDE = 3;

/** Fits `picture` as a mixture of `a` and `b` (least squares on luma). */
export function mixtureOf(picture: FrameFeatures, a: FrameFeatures, b: FrameFeatures): Mixture {
  const share = shareOf(picture.luma, a.luma, b.luma);
  let residual = 0;
  let difference = 0;
  for (let i = 0; i < a.luma.length; i += STRIDE) {
    const way = (b.luma[i] as number) - (a.luma[i] as number);
    residual += Math.abs((picture.luma[i] as number) - (a.luma[i] as number) - share * way);
    difference += Math.abs(way);
  }
  const cells = Math.ceil(a.luma.length / STRIDE);
  return { share, residual: difference === 0 ? 1 : residual / difference, difference: difference / cells };
}

function shareOf(picture: Uint8Array, a: Uint8Array, b: Uint8Array): number {
  let along = 0;
  let length = 0;
  for (let i = 0; i < a.length; i += STRIDE) {
    const way = (b[i] as number) - (a[i] as number);
    along += ((picture[i] as number) - (a[i] as number)) * way;
    length += way * way;
  }
  return length === 0 ? 0 : along / length;
}
