import type { Size } from '../picture/even-size.js';
import { evenSize } from '../picture/even-size.js';

/** Shapes that clips are reframed to: upright telephone, square, portrait post. */
export const ASPECTS = ['9:16', '1:1', '4:5'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** The largest window of this shape inside the picture, both sides even; of a picture narrower than it, the full width. */
export function windowOf(picture: Size, aspect: Aspect): Size {
  const [wide, high] = aspect.split(':').map(Number) as [number, number];
  const { width, height } = evenSize(picture);
  const ratio = wide / high;
  return width / height >= ratio
    ? evenSize({ width: Math.min(width, Math.round(height * ratio)), height })
    : evenSize({ width, height: Math.min(height, Math.round(width / ratio)) });
}
