import type { Point } from '../timeline/timeline.js';

/** A file cut from an episode. */
export interface Clip {
  readonly id: string;
  readonly episodeId: string;
  /** The scene query it answers, as written. */
  readonly query: string;
  readonly timelineVersion: number;
  readonly start: Point;
  readonly end: Point;
  readonly characters: readonly string[];
  readonly mediaId: string | null;
  readonly sizeInBytes: number;
  readonly createdAt: string;
}
