import type { Size } from '#domain/picture/even-size.js';

/** The size of delivered pictures: longer side at most `longSide`, never enlarged, both sides even, aspect kept. */
export function deliveredSize(displayed: Size, longSide: number): Size {
  const factor = Math.min(1, longSide / Math.max(displayed.width, displayed.height));
  return { width: evenSide(displayed.width, factor), height: evenSide(displayed.height, factor) };
}

function evenSide(side: number, factor: number): number {
  return Math.max(2, Math.min(2 * Math.round((side * factor) / 2), 2 * Math.floor(side / 2)));
}
