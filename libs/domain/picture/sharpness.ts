import type { RgbPicture } from './picture.js';

/** Mean square of the Laplacian of the green channel: the greater, the sharper; only to compare pictures of one size. */
export function sharpnessOf({ data, width, height }: RgbPicture): number {
  let sum = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = (y * width + x) * 3 + 1;
      const around = data[at - 3]! + data[at + 3]! + data[at - 3 * width]! + data[at + 3 * width]!;
      sum += (4 * data[at]! - around) ** 2;
    }
  return sum / Math.max(1, (width - 2) * (height - 2));
}
