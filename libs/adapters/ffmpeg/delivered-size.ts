export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of delivered pictures: longer side at most `longSide`, never enlarged, both sides even, aspect kept. */
export function deliveredSize(displayed: Size, longSide: number): Size {
  const factor = Math.min(1, longSide / Math.max(displayed.width, displayed.height));
  return { width: evenSide(displayed.width, factor), height: evenSide(displayed.height, factor) };
}

function evenSide(side: number, factor: number): number {
  return Math.max(2, Math.min(2 * Math.round((side * factor) / 2), 2 * Math.floor(side / 2)));
}

/** The largest even size inside `displayed`, at least 2 x 2: what H.264 in 4:2:0 can hold. */
export function evenSize({ width, height }: Size): Size {
  return { width: Math.max(2, width - (width % 2)), height: Math.max(2, height - (height % 2)) };
}
