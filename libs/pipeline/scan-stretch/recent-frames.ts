import { createHash } from 'node:crypto';
import type { Joint } from '#domain/episode/stretch.js';
import type { FrameFeatures } from '#domain/shots/frame-features.js';
import type { Rational } from '#domain/time/rational.js';
import type { Timestamp } from '#domain/time/timestamp.js';

/** Times of the frames that are not saved yet, and pictures of those that may still be found to begin a shot. */
export class RecentFrames {
  private readonly pictures = new Map<number, FrameFeatures>();
  private ticks: number[] = [];

  /** @param oldest number of the first frame, still to be added */
  constructor(
    private oldest: number,
    private readonly timeBase: Rational,
  ) {}

  /** One past the newest frame. */
  get end(): number {
    return this.oldest + this.ticks.length;
  }

  add({ ticks }: Timestamp, features: FrameFeatures): void {
    this.pictures.set(this.end, features);
    this.ticks.push(ticks);
  }

  jointAt(frame: number): Joint {
    const features = this.pictures.get(frame);
    if (!features) throw new RangeError(`the picture of frame ${frame} is not held`);
    const hash = createHash('sha256').update(features.luma).update(features.u).update(features.v);
    return { frame, timestamp: this.timestampAt(frame), picture: hash.digest('hex').slice(0, 32) };
  }

  /** Takes out the times of the frames before `frame`. */
  takeTicksBefore(frame: number): number[] {
    const taken = this.ticks.splice(0, Math.max(0, frame - this.oldest));
    this.oldest += taken.length;
    return taken;
  }

  timestampAt(frame: number): Timestamp {
    const ticks = this.ticks[frame - this.oldest];
    if (ticks === undefined) throw new RangeError(`the time of frame ${frame} is not held`);
    return { ticks, timeBase: this.timeBase };
  }

  forgetPicturesBefore(frame: number): void {
    for (const held of this.pictures.keys()) {
      if (held >= frame) return;
      this.pictures.delete(held);
    }
  }
}
