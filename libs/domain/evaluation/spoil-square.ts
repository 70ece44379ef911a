import type { PictureBox } from '../box/box.js';
import type { RgbPicture } from '../picture/picture.js';

export type Rgb = readonly [number, number, number];

const MOST_TURN = (20 / 180) * Math.PI;
const ZOOM = [0.8, 1.2] as const;
const MOST_SHIFT = 0.08;
const TINT = [0.45, 1.15] as const;
/** Of its size in pixels. */
const REDUCED = [0.15, 0.6] as const;
const LEAST_SIDE = 8;

/**
 * A square cut-out as unlike the picture's others as films make it: turned by up to 20 degrees, scaled by 0.8 to 1.2,
 * shifted by up to 8 %, mirrored or not, tinted by 0.45 to 1.15 in each channel, and reduced to 15 to 60 % of its size.
 * Outside the picture is `ground`.
 */
export function spoilSquare(
  picture: RgbPicture,
  square: PictureBox,
  ground: Rgb,
  random: () => number,
): RgbPicture {
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random();
  const wanted = square.x2 - square.x1;
  const angle = between([-MOST_TURN, MOST_TURN]);
  const zoom = between(ZOOM);
  const shift = [0, 1].map(() => between([-MOST_SHIFT, MOST_SHIFT]) * wanted) as [number, number];
  const tint = [0, 1, 2].map(() => between(TINT));
  const side = Math.max(LEAST_SIDE, Math.round(wanted * between(REDUCED)));
  const mirrored = random() < 0.5;
  const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
  const [centreX, centreY] = [(square.x1 + square.x2) / 2, (square.y1 + square.y2) / 2];
  /** Where a point of the square, 0 to `side`, lies in the picture. */
  const placeOf = (column: number, row: number): [number, number] => {
    const x = ((mirrored ? side - column : column) / side - 0.5) * wanted - shift[0];
    const y = (row / side - 0.5) * wanted - shift[1];
    return [centreX + cos * x - sin * y, centreY + sin * x + cos * y];
  };
  const data = new Uint8Array(side * side * 3);
  const samples = Math.max(1, Math.round(wanted / side));
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const sums = [0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample++) {
        const [right, down] = [sample % samples, Math.floor(sample / samples)];
        const place = placeOf(column + (right + 0.5) / samples, row + (down + 0.5) / samples);
        addColour(picture, place, ground, sums);
      }
      sums.forEach((sum, c) => {
        data[(row * side + column) * 3 + c] = Math.min(255, (sum / samples ** 2) * tint[c]!);
      });
    }
  }
  return { format: 'rgb24', width: side, height: side, data };
}

function addColour(
  { width, height, data }: RgbPicture,
  [x, y]: readonly [number, number],
  ground: Rgb,
  sums: number[],
): void {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const isInside = column >= 0 && row >= 0 && column < width && row < height;
  for (let c = 0; c < 3; c++) sums[c]! += isInside ? data[(row * width + column) * 3 + c]! : ground[c]!;
}
