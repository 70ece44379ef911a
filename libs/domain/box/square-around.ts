import { type AnyBox, heightOf, widthOf } from './box.js';

/** The square on the box's centre whose side is `scale` times the box's longer side, at least 2 pixels; may reach outside the picture. */
export function squareAround<B extends AnyBox>(box: B, scale: number): B {
  const half = Math.max(2, Math.max(widthOf(box), heightOf(box)) * scale) / 2;
  const centreX = (box.x1 + box.x2) / 2;
  const centreY = (box.y1 + box.y2) / 2;
  return { ...box, x1: centreX - half, y1: centreY - half, x2: centreX + half, y2: centreY + half };
}
