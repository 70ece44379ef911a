import type { Aspect } from '../reframing/aspect.js';
import type { ExtrasAccount } from './extras.js';
import type { Point } from '../timeline/timeline.js';

/** How a clip came to be. */
export interface CutAccount {
  /** `copied`: most of its frames are the source's own, bit by bit; `reencoded`: all were encoded anew. */
  readonly method: 'copied' | 'reencoded';
  /** Share of its frames that were copied, 0 to 1. */
  readonly copiedShare: number;
  /** Why it was encoded in full; null when it was not. */
  readonly reason: string | null;
  /** Present where subtitles or chapters were asked for. */
  readonly extras?: ExtrasAccount;
}

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
  /** Names these very frames, cut in this way: clips of one key share their file. Absent from older clips. */
  readonly cutKey?: string;
  readonly mediaId: string | null;
  readonly sizeInBytes: number;
  /** The shape it was cropped to; absent where it is the episode's own. */
  readonly aspect?: Aspect;
  /** Absent from clips that were cut before this was recorded. */
  readonly cut?: CutAccount;
  readonly createdAt: string;
}
