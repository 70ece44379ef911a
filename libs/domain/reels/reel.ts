// A reel as data: several stretches of one episode, title cards and cross-fades on one time line of their own.
import type { CutAccount } from '../clips/clip.js';
import type { FrameRange } from '../time/frame-range.js';
import type { WorkFile } from '../works/work-file.js';

/** Frames of the episode as a cutter needs them; ticks are those of the episode. */
export interface ReelStretch {
  readonly range: FrameRange;
  readonly startTicks: number;
  readonly endTicks: number;
  readonly previousTicks: number | undefined;
}

/** What is seen for a while: frames of the episode, or a card. */
export type ReelView =
  | { readonly kind: 'scene'; readonly stretch: ReelStretch }
  /** `card` counts the plan's cards. */
  | { readonly kind: 'card'; readonly card: number };

/** What is made by itself and then joined. `times` are the reel's ticks at which its frames are shown. */
export type ReelPiece = (
  ReelView | { readonly kind: 'fade'; readonly from: ReelView; readonly to: ReelView }
) & {
  readonly times: readonly number[];
};

/** Sound of a stretch, or silence under a card, over `[startTicks, endTicks)` of the reel; it overlaps its neighbours where they fade. */
export interface ReelSound {
  readonly stretch: ReelStretch | null;
  readonly startTicks: number;
  readonly endTicks: number;
}

export interface ReelChapter {
  readonly title: string;
  readonly startFrame: number;
  readonly startTicks: number;
  readonly endTicks: number;
}

export interface TitleCard {
  readonly title: string;
  readonly subtitle: string;
}

export interface ReelPlan {
  readonly pieces: readonly ReelPiece[];
  readonly sounds: readonly ReelSound[];
  readonly chapters: readonly ReelChapter[];
  readonly cards: readonly TitleCard[];
  readonly frames: number;
  readonly lengthInTicks: number;
  /** Scenes that the longest length left no room for, and whether the last one was cut short. */
  readonly leftOut: number;
  readonly isCutShort: boolean;
}

/** A file joined from clips of an episode. */
export interface Reel extends WorkFile {
  readonly kind: 'reel';
  /** The scene queries it answers, in the order in which they were asked. */
  readonly queries: readonly string[];
  readonly scenes: number;
  readonly frames: number;
  readonly durationMs: number;
  readonly chapters: readonly { readonly title: string; readonly startMs: number }[];
  readonly cut: CutAccount;
}
