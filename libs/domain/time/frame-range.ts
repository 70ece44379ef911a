/** Frames `[start, end)`, counted from the first decoded frame; `end > start`. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}
