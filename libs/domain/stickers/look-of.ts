// Whether two stickers would look the same to a person: a difference hash, sensitive to neither size nor light.
import type { RgbPicture } from '../picture/picture.js';

const COLUMNS = 16;
const ROWS = 16;
/** Of 256 bits: this many may differ in what looks the same. */
const SAME_BITS = 26;

/** Of each pair of neighbours in a coarse grid, whether the right one is lighter. */
export function lookOf(picture: RgbPicture): readonly boolean[] {
  const grey = Array.from({ length: ROWS * (COLUMNS + 1) }, (_, at) =>
    meanLuma(picture, at % (COLUMNS + 1), Math.floor(at / (COLUMNS + 1))),
  );
  return Array.from({ length: ROWS * COLUMNS }, (_, at) => {
    const left = Math.floor(at / COLUMNS) * (COLUMNS + 1) + (at % COLUMNS);
    return grey[left + 1]! > grey[left]! + 1;
  });
}

export function looksLike(a: readonly boolean[], b: readonly boolean[]): boolean {
  return a.filter((bit, at) => bit !== b[at]).length <= SAME_BITS;
}

function meanLuma({ data, width, height }: RgbPicture, column: number, row: number): number {
  const [left, right] = [column, column + 1].map((edge) => Math.floor((edge * width) / (COLUMNS + 1))) as [
    number,
    number,
  ];
  const [top, bottom] = [row, row + 1].map((edge) => Math.floor((edge * height) / ROWS)) as [number, number];
  let sum = 0;
  let count = 0;
  for (let y = top; y < Math.max(bottom, top + 1); y++)
    for (let x = left; x < Math.max(right, left + 1); x++, count++) {
      const at = (y * width + x) * 3;
      sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    }
  return sum / count;
}
