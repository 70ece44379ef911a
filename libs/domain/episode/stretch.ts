import type { Timestamp } from '../time/timestamp.js';

/** A frame by its number and its exact time. */
export interface FramePosition {
  readonly frame: number;
  readonly timestamp: Timestamp;
}

/**
 * A part of an episode that is scanned by itself. It owns the shots that begin in it: they are its own to their ends,
 * wherever those are, so that no shot and no track is ever joined.
 */
export interface Stretch {
  readonly index: number;
  /** The shots that begin from this frame on... */
  readonly start: number;
  /** ...and before this one; null for the last stretch. */
  readonly end: number | null;
  /** Where reading begins, early enough that at `start` everything is known of what was before; null: the beginning. */
  readonly readFrom: FramePosition | null;
}

export interface StretchPlan {
  /** Follows from the stretches: another id, another division. */
  readonly id: string;
  readonly stretches: readonly Stretch[];
  /** Frames of the episode as far as its packets tell; null where they do not. Only for progress. */
  readonly frames: number | null;
  /** Why the episode is not divided, for people; null where it is. */
  readonly undivided: string | null;
}

/** A place in the film as one reading saw it. Two readings that meet there saw the same, or one of them is wrong. */
export interface Joint extends FramePosition {
  /** Digest of the picture's features. */
  readonly picture: string;
}

/** What is known of a stretch when it has been scanned, beside its shots. */
export interface StretchEnd {
  /** First frame of the first shot that begins in it; null when none does. */
  readonly first: Joint | null;
  /** First frame after its last shot; null when that ends with the film, or when there is none. */
  readonly next: Joint | null;
  /** Batches that its shots were saved in. */
  readonly batches: number;
  readonly framesRead: number;
  /** Why it cannot stand beside the others, for people; null as a rule. */
  readonly flaw: string | null;
  /** How the film ended, from the reading that came there. */
  readonly filmEnd: { readonly endTicks: number; readonly warnings: readonly string[] } | null;
}

export interface ScannedStretch {
  readonly index: number;
  readonly end: StretchEnd;
}
