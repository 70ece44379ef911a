import { CHROMA_COLUMNS, CHROMA_ROWS, LUMA_COLUMNS, type FrameFeatures } from '../shots/frame-features.js';

/** How much changed between two pictures, in grey levels, motion included. */
export interface Change {
  /** Mean over the picture. */
  readonly global: number;
  /** Mean over the small block that changed most: about 1/16 of the picture's width across. */
  readonly block: number;
}

const CHROMA_WEIGHT = 0.5;
/** Side of a block in chroma cells; two luma cells each. */
const BLOCK_SIDE = 2;
const BLOCK_CELLS = BLOCK_SIDE * BLOCK_SIDE;

/** Mean over the whole picture says whether a scene moves; the worst block, whether one small face does. */
export function changeBetween(a: FrameFeatures, b: FrameFeatures): Change {
  const columns = CHROMA_COLUMNS / BLOCK_SIDE;
  const blocks = new Float32Array(columns * (CHROMA_ROWS / BLOCK_SIDE));
  let sum = 0;
  for (let y = 0, i = 0; y < CHROMA_ROWS; y++) {
    for (let x = 0; x < CHROMA_COLUMNS; x++, i++) {
      const change = cellChange(a, b, i, 2 * (y * LUMA_COLUMNS + x));
      sum += change;
      const block = Math.floor(y / BLOCK_SIDE) * columns + Math.floor(x / BLOCK_SIDE);
      blocks[block] = (blocks[block] as number) + change;
    }
  }
  let largest = 0;
  for (const block of blocks) if (block > largest) largest = block;
  return { global: sum / a.u.length, block: largest / BLOCK_CELLS };
}

/** Change of one chroma cell and the four luma cells it covers. */
function cellChange(a: FrameFeatures, b: FrameFeatures, chroma: number, luma: number): number {
  const below = luma + LUMA_COLUMNS;
  const y =
    Math.abs((a.luma[luma] as number) - (b.luma[luma] as number)) +
    Math.abs((a.luma[luma + 1] as number) - (b.luma[luma + 1] as number)) +
    Math.abs((a.luma[below] as number) - (b.luma[below] as number)) +
    Math.abs((a.luma[below + 1] as number) - (b.luma[below + 1] as number));
  const u = Math.abs((a.u[chroma] as number) - (b.u[chroma] as number));
  const v = Math.abs((a.v[chroma] as number) - (b.v[chroma] as number));
  return y / 4 + CHROMA_WEIGHT * (u + v);
}
