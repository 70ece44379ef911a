export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest even size inside `displayed`, at least 2 x 2: what H.264 in 4:2:0 can hold. */
export function evenSize({ width, height }: Size): Size {
  return { width: Math.max(2, width - (width % 2)), height: Math.max(2, height - (height % 2)) };
}
