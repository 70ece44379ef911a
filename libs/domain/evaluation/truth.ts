/** How a labelled character is seen: `f` face visible, `s` face tiny, `b` seen without a face. Only `f` counts as present. */
export type VisibilityCode = 'f' | 's' | 'b';

/** Who is on screen at every whole second. */
export interface TimelineTruth {
  readonly characters: readonly string[];
  /** Labelled seconds `[first, end)`; up to the last labelled one when absent. */
  readonly range?: readonly [number, number];
  /** By second, then by character. */
  readonly seconds: Readonly<Record<string, Readonly<Record<string, VisibilityCode>>>>;
}

/** `[x1, y1, x2, y2]` in pixels. */
export type BoxCorners = readonly [number, number, number, number];

/** A labelled face; `ignore` where finding it is neither right nor wrong. */
export interface TrueFace {
  readonly box: BoxCorners;
  readonly ignore?: boolean;
  /** Whose face it is, where that is labelled. */
  readonly id?: string;
}

export interface FoundFace {
  readonly box: BoxCorners;
  readonly score: number;
}
