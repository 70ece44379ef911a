import {
  CHROMA_COLUMNS,
  CHROMA_ROWS,
  LUMA_COLUMNS,
  LUMA_ROWS,
  type FrameFeatures,
} from './frame-features.js';

/** Weight of a chroma difference beside a luma difference: cartoons change colour where they keep brightness. */
const CHROMA_WEIGHT = 0.5;
/** Blocks of 8x6 cells: about an eighth of the picture across, a face in a medium shot. */
const BLOCK_COLUMNS = 8;
const BLOCK_ROWS = 6;
const BLOCK_COUNT = BLOCK_COLUMNS * BLOCK_ROWS;
const BLOCK_WIDTH = LUMA_COLUMNS / BLOCK_COLUMNS;
const BLOCK_HEIGHT = LUMA_ROWS / BLOCK_ROWS;
/** How far a block may have moved between two frames, in cells: 3 of 64 is 60 pixels of a 1280-pixel picture. */
const REACH = 3;

/** Mean absolute difference of two cell grids. */
function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] as number) - (b[i] as number));
  return sum / a.length;
}

/** How different two frames are cell by cell, 0 to about 500; motion counts as difference. */
export function plainDistance(a: FrameFeatures, b: FrameFeatures): number {
  const chroma = meanDifference(a.u, b.u) + meanDifference(a.v, b.v);
  return meanDifference(a.luma, b.luma) + CHROMA_WEIGHT * chroma;
}

/** Shifts to try, nearest first, so that a still block is done after one. */
const SHIFTS = Array.from({ length: (2 * REACH + 1) ** 2 }, (_, i) => ({
  dx: (i % (2 * REACH + 1)) - REACH,
  dy: Math.floor(i / (2 * REACH + 1)) - REACH,
})).sort((a, b) => a.dx ** 2 + a.dy ** 2 - (b.dx ** 2 + b.dy ** 2));

/** Sum of absolute luma differences of the block at (x, y) of `a` and its shifted place in `b`; stops once past `limit`. */
function blockDifference(a: Uint8Array, b: Uint8Array, at: number, shift: number, limit: number): number {
  let sum = 0;
  for (let row = 0, i = at; row < BLOCK_HEIGHT && sum < limit; row++, i += LUMA_COLUMNS) {
    for (let k = i; k < i + BLOCK_WIDTH; k++) sum += Math.abs((a[k] as number) - (b[k + shift] as number));
  }
  return sum;
}

/** The least difference of the block at cell (x, y) of `a` to any place of `b` within reach, per cell. */
function matchedBlock(a: Uint8Array, b: Uint8Array, x: number, y: number): number {
  const at = y * LUMA_COLUMNS + x;
  let best = Infinity;
  for (const { dx, dy } of SHIFTS) {
    if (x + dx < 0 || x + dx + BLOCK_WIDTH > LUMA_COLUMNS) continue;
    if (y + dy < 0 || y + dy + BLOCK_HEIGHT > LUMA_ROWS) continue;
    const sum = blockDifference(a, b, at, dy * LUMA_COLUMNS + dx, best);
    if (sum < best) best = sum;
    if (best <= BLOCK_WIDTH * BLOCK_HEIGHT) break; // one grey level per cell: as good as still
  }
  return best / (BLOCK_WIDTH * BLOCK_HEIGHT);
}

/** Mean absolute chroma difference of the block in column `column` and row `row`, both planes together. */
function chromaBlock(a: FrameFeatures, b: FrameFeatures, column: number, row: number): number {
  const width = CHROMA_COLUMNS / BLOCK_COLUMNS;
  const height = CHROMA_ROWS / BLOCK_ROWS;
  let sum = 0;
  for (let y = row * height; y < (row + 1) * height; y++) {
    for (let i = y * CHROMA_COLUMNS + column * width, end = i + width; i < end; i++) {
      sum +=
        Math.abs((a.u[i] as number) - (b.u[i] as number)) + Math.abs((a.v[i] as number) - (b.v[i] as number));
    }
  }
  return sum / (width * height);
}

/** What of each block of `a` cannot be found again nearby in `b`: pans and walking characters leave little. */
function matchedBlocks(a: FrameFeatures, b: FrameFeatures): Float32Array {
  const blocks = new Float32Array(BLOCK_COUNT);
  for (let row = 0, i = 0; row < BLOCK_ROWS; row++) {
    for (let column = 0; column < BLOCK_COLUMNS; column++, i++) {
      const luma = matchedBlock(a.luma, b.luma, column * BLOCK_WIDTH, row * BLOCK_HEIGHT);
      blocks[i] = luma + CHROMA_WEIGHT * chromaBlock(a, b, column, row);
    }
  }
  return blocks;
}

/** Mean of `matchedBlocks`: how different two frames are beyond motion, 0 to about 500. */
export function matchedDistance(a: FrameFeatures, b: FrameFeatures): number {
  let sum = 0;
  for (const block of matchedBlocks(a, b)) sum += block;
  return sum / BLOCK_COUNT;
}

/**
 * Correlation of two luma grids, -1 to 1, blind to brightness and contrast: the same drawing under a flash stays near 1.
 * 0 when either is blank.
 */
export function correlation(a: FrameFeatures, b: FrameFeatures): number {
  if (a.contrast < 1 || b.contrast < 1) return 0;
  let sum = 0;
  for (let i = 0; i < a.luma.length; i++) sum += (a.luma[i] as number) * (b.luma[i] as number);
  return (sum / a.luma.length - a.meanLuma * b.meanLuma) / (a.contrast * b.contrast);
}
