import type { FrameFeatures } from './frame-features.js';
import { FrameHistory } from './frame-history.js';
import type { Transition } from './shot.js';
import { spansOf, type ShotDetectorOptions, type Spans } from './shot-detector-options.js';
import { WatchedShot } from './watched-shot.js';

/** The first frame of a new shot and how the change came about. */
export interface Boundary {
  readonly frame: number;
  readonly transition: Transition;
}

const DEFAULTS: ShotDetectorOptions = { frameRate: 24, minimumShotFrames: 3, startsInsideShot: false };

/**
 * Finds shot boundaries in frames that come one by one, a bounded number of frames late.
 *
 * Whether a frame is a boundary depends on frames of its own shot and on those after it, never on what was before its
 * shot: a detector that starts at a reported boundary reports the same later ones.
 *
 * A detector that starts somewhere inside a shot does not know where that shot began, so it follows every beginning that
 * is possible and reports nothing until only one is left. They become one at the first boundary that all agree on, or
 * when the shot is so old that its beginning does not matter any more (`spans.memory`). From `certainFrom` on it reports
 * exactly what a detector reports that has seen the whole film.
 */
export class ShotDetector {
  private readonly spans: Spans;
  private readonly startsInsideShot: boolean;
  private history: FrameHistory | undefined;
  /** Every shot that the frame to be decided next may belong to; one when it is known. */
  private shots: readonly WatchedShot[] = [];
  private next = 0;
  private certain: number | undefined;

  constructor(options: Partial<ShotDetectorOptions> = {}) {
    const complete = { ...DEFAULTS, ...options };
    this.spans = spansOf(complete);
    this.startsInsideShot = complete.startsInsideShot;
  }

  /** Every boundary before this frame has been reported. */
  get decidedUpTo(): number {
    return this.next;
  }

  /** How many frames `decidedUpTo` is behind the newest one at most. */
  get maximumLag(): number {
    return this.spans.lookahead;
  }

  /** Boundaries from this frame on are reported as if the whole film had been seen; undefined while that is not known. */
  get certainFrom(): number | undefined {
    return this.certain;
  }

  /**
   * Takes the next frame and returns the boundaries that became certain, in order.
   * @param frame number of the frame; one more than the last
   * @throws RangeError when a frame is left out or repeated
   */
  push(frame: number, _seconds: number, features: FrameFeatures): readonly Boundary[] {
    const history = (this.history ??= this.begin(frame));
    if (frame !== history.last + 1) {
      throw new RangeError(
        `expected frame ${history.last + 1}, got ${frame}: push every frame once, in order`,
      );
    }
    history.add(features);
    return this.decideTo(frame - this.spans.lookahead);
  }

  /** Ends the episode: decides on the frames that were waiting for later ones. */
  finish(): readonly Boundary[] {
    return this.history ? this.decideTo(this.history.last + 1 - this.spans.minimumShot) : [];
  }

  private begin(first: number): FrameHistory {
    const history = new FrameHistory(first);
    const { lookback, memory } = this.spans;
    this.next = this.startsInsideShot ? first + lookback : first;
    const starts = this.startsInsideShot
      ? Array.from({ length: memory }, (_, before) => this.next - memory + before)
      : [first];
    this.shots = starts.map((start) => new WatchedShot(history, start, this.spans));
    if (this.shots.length === 1) this.certain = first;
    return history;
  }

  private decideTo(last: number): readonly Boundary[] {
    const boundaries: Boundary[] = [];
    for (; this.history && this.next <= last; this.next++) {
      const transition = this.decide(this.history, this.next);
      if (transition) boundaries.push({ frame: this.next, transition });
    }
    return boundaries;
  }

  /** The transition at a frame, if there surely is one. */
  private decide(history: FrameHistory, frame: number): Transition | undefined {
    const transitions = this.shots.map((shot) => shot.endsAt(frame));
    const goingOn = this.shots.filter((_, index) => transitions[index] === undefined);
    const begun = goingOn.length < this.shots.length ? [new WatchedShot(history, frame, this.spans)] : [];
    const wasCertain = this.certain !== undefined;
    this.shots = [...withoutTwins(goingOn, frame + 1 - this.spans.memory), ...begun];
    if (!wasCertain && this.shots.length === 1) this.certain = frame + 1;
    history.forgetBefore(goingOn.length === 0 ? frame : frame - this.spans.lookback);
    return wasCertain ? transitions[0] : undefined;
  }
}

/** Shots that are so old that their beginnings make no difference are one and the same. */
function withoutTwins(shots: readonly WatchedShot[], old: number): WatchedShot[] {
  const oldest = shots.find(({ start }) => start <= old);
  return [...(oldest ? [oldest] : []), ...shots.filter(({ start }) => start > old)];
}
