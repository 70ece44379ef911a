import type { FrameFeatures } from './frame-features.js';
import type { FrameHistory } from './frame-history.js';

/**
 * The frames of the shot that is being watched: never one from before its first frame, so that whatever is decided from
 * a window is decided the same by a detector that starts at that frame.
 */
export class FrameWindow {
  /** @param start first frame of the shot; it may no longer be held */
  constructor(
    private readonly history: FrameHistory,
    readonly start: number,
  ) {}

  /** Newest frame held. */
  get last(): number {
    return this.history.last;
  }

  has(frame: number): boolean {
    return frame >= this.start && this.history.has(frame);
  }

  at(frame: number): FrameFeatures {
    if (frame < this.start)
      throw new RangeError(`frame ${frame} is before the shot, which starts at ${this.start}`);
    return this.history.at(frame);
  }

  /** How much changed between the frame before and this one, beyond motion; 0 for the shot's first frame and outside. */
  step(frame: number): number {
    return frame <= this.start ? 0 : this.history.step(frame);
  }
}
