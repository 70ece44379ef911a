import type { PictureBox } from '../box/box.js';
import type { RgbPicture, Yuv420Picture } from './picture.js';
import { readPixel } from './read-pixel.js';

/**
 * A square RGB cut-out of a decoded frame around `box`, nearest pixel, at most `maxSide` pixels wide; for people to
 * look at, not for models. Parts outside the frame repeat its border.
 */
export function cropSquare(picture: Yuv420Picture, box: PictureBox, maxSide: number): RgbPicture {
  const wanted = Math.max(8, Math.round(Math.max(box.x2 - box.x1, box.y2 - box.y1)));
  const side = Math.min(maxSide, wanted);
  const step = wanted / side;
  const left = (box.x1 + box.x2) / 2 - wanted / 2;
  const top = (box.y1 + box.y2) / 2 - wanted / 2;
  const data = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    const y = clamp(Math.floor(top + (row + 0.5) * step), picture.height - 1);
    for (let column = 0; column < side; column++) {
      const x = clamp(Math.floor(left + (column + 0.5) * step), picture.width - 1);
      readPixel(picture, { x, y }, data, (row * side + column) * 3);
    }
  }
  return { format: 'rgb24', width: side, height: side, data };
}

const clamp = (value: number, max: number): number => (value < 0 ? 0 : value > max ? max : value);

/** Like `cropSquare`, of a full-size RGB picture and without shrinking. */
export function cropRgbSquare(picture: RgbPicture, box: PictureBox): RgbPicture {
  const side = Math.max(8, Math.round(Math.max(box.x2 - box.x1, box.y2 - box.y1)));
  const left = Math.round((box.x1 + box.x2) / 2 - side / 2);
  const top = Math.round((box.y1 + box.y2) / 2 - side / 2);
  const data = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    const y = clamp(top + row, picture.height - 1);
    for (let column = 0; column < side; column++) {
      const from = (y * picture.width + clamp(left + column, picture.width - 1)) * 3;
      const to = (row * side + column) * 3;
      data[to] = picture.data[from]!;
      data[to + 1] = picture.data[from + 1]!;
      data[to + 2] = picture.data[from + 2]!;
    }
  }
  return { format: 'rgb24', width: side, height: side, data };
}
