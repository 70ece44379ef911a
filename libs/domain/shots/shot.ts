import type { FrameRange } from '../time/frame-range.js';

/** How a shot begins: the episode's first frame, a hard cut, or a gradual change (dissolve, fade). */
export type Transition = 'start' | 'cut' | 'dissolve' | 'fade';

/** Frames between two cuts. Shots of an episode cover it without gaps or overlaps, in order. */
export interface Shot {
  readonly index: number;
  readonly frames: FrameRange;
  readonly transition: Transition;
}
