import type { PictureBox } from '../box/box.js';
import { clipBox } from '../box/clip-box.js';
import { squareAround } from '../box/square-around.js';
import { cropRgbSquare, cropSquare } from '../picture/crop.js';
import type { Picture } from '../picture/picture.js';
import { describeColours } from './colour-descriptor.js';

/** Side of the square crop over the longer side of the head: what the embedder sees. */
const CROP_SCALE = 1.25;

/** The colours of a head and of what is close around it. */
export function describeHead(picture: Picture, head: PictureBox): Float32Array {
  const square = squareAround(clipBox(head, picture.width, picture.height), CROP_SCALE);
  return describeColours(
    picture.format === 'rgb24' ? cropRgbSquare(picture, square) : cropSquare(picture, square, Infinity),
  );
}
