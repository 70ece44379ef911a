import { matchedDistance } from './feature-distance.js';
import type { FrameFeatures } from './frame-features.js';

/** The newest frames, one after the other, and how much changed from each to the next. */
export class FrameHistory {
  private readonly features = new Map<number, FrameFeatures>();
  private readonly steps = new Map<number, number>();
  private oldest: number;
  private newest: number;

  /** A history whose first frame, still to be added, is `first`. */
  constructor(first: number) {
    this.oldest = first;
    this.newest = first - 1;
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

  /** How much changed between the frame before and this one, beyond motion; 0 where one of them is not held. */
  step(frame: number): number {
    if (!this.features.has(frame) || !this.features.has(frame - 1)) return 0;
    let step = this.steps.get(frame);
    if (step === undefined) {
      step = matchedDistance(this.at(frame - 1), this.at(frame));
      this.steps.set(frame, step);
    }
    return step;
  }

  forgetBefore(frame: number): void {
    for (; this.oldest < frame; this.oldest++) {
      this.features.delete(this.oldest);
      this.steps.delete(this.oldest);
    }
  }
}
