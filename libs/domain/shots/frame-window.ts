import { matchedDistance } from './feature-distance.js';
import type { FrameFeatures } from './frame-features.js';

/**
 * The frames of the shot that is being watched: never one from before its first frame, so that whatever is decided from
 * a window is decided the same by a detector that starts at that frame.
 */
export class FrameWindow {
  private readonly features = new Map<number, FrameFeatures>();
  private readonly steps = new Map<number, number>();

  private constructor(
    private shotStart: number,
    private oldest: number,
    private newest: number,
  ) {}

  /** A window whose shot starts at `frame`, which is still to be added. */
  static startingAt(frame: number): FrameWindow {
    return new FrameWindow(frame, frame, frame - 1);
  }

  /** First frame of the shot; it may no longer be held. */
  get start(): number {
    return this.shotStart;
  }
  /** Newest frame held. */
  get last(): number {
    return this.newest;
  }

  /** Takes the frame after `last`. */
  add(features: FrameFeatures): void {
    this.newest++;
    this.features.set(this.newest, features);
  }

  has(frame: number): boolean {
    return this.features.has(frame);
  }

  at(frame: number): FrameFeatures {
    const features = this.features.get(frame);
    if (!features) throw new RangeError(`frame ${frame} is not held: ${this.oldest} to ${this.newest} are`);
    return features;
  }

  /** How much changed between the frame before and this one, beyond motion; 0 for the shot's first frame and outside. */
  step(frame: number): number {
    if (frame <= this.shotStart || !this.features.has(frame) || !this.features.has(frame - 1)) return 0;
    let step = this.steps.get(frame);
    if (step === undefined) {
      step = matchedDistance(this.at(frame - 1), this.at(frame));
      this.steps.set(frame, step);
    }
    return step;
  }

  /** Begins the next shot: what is before it is forgotten. */
  startShotAt(frame: number): void {
    this.shotStart = frame;
    this.forgetBefore(frame);
  }

  forgetBefore(frame: number): void {
    for (; this.oldest < frame; this.oldest++) {
      this.features.delete(this.oldest);
      this.steps.delete(this.oldest);
    }
  }
}
