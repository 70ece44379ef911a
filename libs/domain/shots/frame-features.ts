import type { Yuv420Picture } from '../picture/picture.js';

/** The grid that every picture is reduced to, whatever its size or shape: 64x36 cells of luma, 32x18 of each chroma. */
export const LUMA_COLUMNS = 64;
export const LUMA_ROWS = 36;
export const CHROMA_COLUMNS = 32;
export const CHROMA_ROWS = 18;

/** What shot detection and sampling know of a frame: about 3.5 kB, so that a window of frames can be held. */
export interface FrameFeatures {
  /** Mean luma of each cell, row by row, 0 to 255. */
  readonly luma: Uint8Array;
  /** Mean chroma of each cell, row by row, 128 = no colour. */
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** Mean and standard deviation of `luma`. */
  readonly meanLuma: number;
  readonly contrast: number;
}

/** More samples than this along one side of a cell cost time and change nothing. */
const SAMPLES_PER_SIDE = 4;

interface Grid {
  readonly columns: number;
  readonly rows: number;
}
interface Plane {
  readonly data: Uint8Array;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

/** Positions to read along one axis: `perCell` of them for each of `cells` cells, evenly spread inside the cell. */
function samplePositions(
  length: number,
  cells: number,
): { readonly at: Int32Array; readonly perCell: number } {
  const perCell = Math.max(1, Math.min(SAMPLES_PER_SIDE, Math.floor(length / cells)));
  const at = new Int32Array(cells * perCell);
  for (let i = 0; i < at.length; i++) {
    at[i] = Math.min(length - 1, Math.floor(((i + 0.5) * length) / at.length));
  }
  return { at, perCell };
}

function cellMeans(plane: Plane, grid: Grid): Uint8Array {
  const across = samplePositions(plane.width, grid.columns);
  const down = samplePositions(plane.height, grid.rows);
  const { at: xs, perCell } = across;
  const { data } = plane;
  const samples = perCell * down.perCell;
  const means = new Uint8Array(grid.columns * grid.rows);
  const sums = new Int32Array(grid.columns);
  for (let row = 0; row < grid.rows; row++) {
    sums.fill(0);
    for (let line = 0; line < down.perCell; line++) {
      const start = plane.offset + (down.at[row * down.perCell + line] ?? 0) * plane.width;
      for (let column = 0, i = 0; column < grid.columns; column++) {
        let sum = 0;
        for (let k = 0; k < perCell; k++, i++) sum += data[start + (xs[i] as number)] as number;
        sums[column] = (sums[column] as number) + sum;
      }
    }
    for (let column = 0; column < grid.columns; column++) {
      means[row * grid.columns + column] = Math.round((sums[column] as number) / samples);
    }
  }
  return means;
}

/** Reduces a picture to its features; any even size, also one smaller than the grid. */
export function featuresOf(picture: Yuv420Picture): FrameFeatures {
  const { width, height, data } = picture;
  const half = { data, width: width >> 1, height: height >> 1 };
  const lumaSize = width * height;
  const chroma: Grid = { columns: CHROMA_COLUMNS, rows: CHROMA_ROWS };
  return featuresOfCells(
    cellMeans({ data, offset: 0, width, height }, { columns: LUMA_COLUMNS, rows: LUMA_ROWS }),
    cellMeans({ ...half, offset: lumaSize }, chroma),
    cellMeans({ ...half, offset: lumaSize + half.width * half.height }, chroma),
  );
}

/** Features from cells that are already reduced. */
function featuresOfCells(luma: Uint8Array, u: Uint8Array, v: Uint8Array): FrameFeatures {
  let sum = 0;
  let squares = 0;
  for (const value of luma) {
    sum += value;
    squares += value * value;
  }
  const meanLuma = sum / luma.length;
  const contrast = Math.sqrt(Math.max(0, squares / luma.length - meanLuma * meanLuma));
  return { luma, u, v, meanLuma, contrast };
}
