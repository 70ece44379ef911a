import { isCut } from './cut-rule.js';
import { dissolveScore } from './dissolve-rule.js';
import { isFadeMiddle } from './fade-rule.js';
import type { FrameFeatures } from './frame-features.js';
import { FrameWindow } from './frame-window.js';
import type { Transition } from './shot.js';
import { spansOf, type ShotDetectorOptions, type Spans } from './shot-detector-options.js';

/** The first frame of a new shot and how the change came about. */
export interface Boundary {
  readonly frame: number;
  readonly transition: Transition;
}

const DEFAULTS: ShotDetectorOptions = { frameRate: 24, minimumShotFrames: 3 };

/**
 * Finds shot boundaries in frames that come one by one, a bounded number of frames late.
 *
 * Whether a frame is a boundary depends on frames of its own shot and on those after it, never on what was before its
 * shot: a detector that starts at a reported boundary reports the same later ones.
 */
export class ShotDetector {
  private readonly spans: Spans;
  private window: FrameWindow | undefined;
  private next = 0;
  private scores = new Map<number, number>();

  constructor(options: Partial<ShotDetectorOptions> = {}) {
    this.spans = spansOf({ ...DEFAULTS, ...options });
  }

  /** Every boundary before this frame has been reported. */
  get decidedUpTo(): number {
    return this.next;
  }

  /** How many frames `decidedUpTo` is behind the newest one at most. */
  get maximumLag(): number {
    return this.spans.lookahead;
  }

  /**
   * Takes the next frame and returns the boundaries that became certain, in order.
   * @param frame number of the frame; one more than the last
   * @throws RangeError when a frame is left out or repeated
   */
  push(frame: number, _seconds: number, features: FrameFeatures): readonly Boundary[] {
    if (!this.window) {
      this.window = FrameWindow.startingAt(frame);
      this.next = frame;
    }
    if (frame !== this.window.last + 1) {
      throw new RangeError(
        `expected frame ${this.window.last + 1}, got ${frame}: push every frame once, in order`,
      );
    }
    this.window.add(features);
    return this.decideTo(frame - this.spans.lookahead);
  }

  /** Ends the episode: decides on the frames that were waiting for later ones. */
  finish(): readonly Boundary[] {
    return this.window ? this.decideTo(this.window.last + 1 - this.spans.minimumShot) : [];
  }

  private decideTo(last: number): readonly Boundary[] {
    const boundaries: Boundary[] = [];
    for (; this.window && this.next <= last; this.next++) {
      const transition = this.transitionAt(this.window, this.next);
      if (transition) {
        boundaries.push({ frame: this.next, transition });
        this.window.startShotAt(this.next);
        this.scores.clear();
      } else {
        this.window.forgetBefore(this.next - this.spans.lookback);
        this.scores.delete(this.next);
      }
    }
    return boundaries;
  }

  private transitionAt(window: FrameWindow, frame: number): Transition | undefined {
    if (frame - window.start < this.spans.minimumShot) return undefined;
    if (isCut(window, frame, this.spans)) return 'cut';
    if (isFadeMiddle(window, frame, this.spans)) return 'fade';
    if (this.isDissolveMiddle(window, frame)) return 'dissolve';
    return undefined;
  }

  /** A dissolve is seen from several frames around its middle; the best of them counts. */
  private isDissolveMiddle(window: FrameWindow, frame: number): boolean {
    const score = this.scoreAt(window, frame);
    if (score === 0) return false;
    for (let later = frame + 1; later <= frame + this.spans.dissolveSearch; later++) {
      if (this.scoreAt(window, later) > score) return false;
    }
    return true;
  }

  private scoreAt(window: FrameWindow, frame: number): number {
    let score = this.scores.get(frame);
    if (score === undefined) {
      score = dissolveScore(window, frame, this.spans);
      this.scores.set(frame, score);
    }
    return score;
  }
}
