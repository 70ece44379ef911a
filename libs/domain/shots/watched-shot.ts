import { isCut } from './cut-rule.js';
import { dissolveScore } from './dissolve-rule.js';
import { isFadeMiddle } from './fade-rule.js';
import type { FrameHistory } from './frame-history.js';
import { FrameWindow } from './frame-window.js';
import type { Transition } from './shot.js';
import type { Spans } from './shot-detector-options.js';

/** A shot that began at one frame, or is taken to have begun there, watched for its end. */
export class WatchedShot {
  private readonly window: FrameWindow;
  private readonly scores = new Map<number, number>();

  constructor(
    history: FrameHistory,
    readonly start: number,
    private readonly spans: Spans,
  ) {
    this.window = new FrameWindow(history, start);
  }

  /** How the next shot begins at this frame; undefined when this one goes on. Asked for every frame, in order. */
  endsAt(frame: number): Transition | undefined {
    const transition = this.transitionAt(frame);
    this.scores.delete(frame);
    return transition;
  }

  private transitionAt(frame: number): Transition | undefined {
    if (frame - this.start < this.spans.minimumShot) return undefined;
    if (isCut(this.window, frame, this.spans)) return 'cut';
    if (isFadeMiddle(this.window, frame, this.spans)) return 'fade';
    if (this.isDissolveMiddle(frame)) return 'dissolve';
    return undefined;
  }

  /** A dissolve is seen from several frames around its middle; the best of them counts. */
  private isDissolveMiddle(frame: number): boolean {
    const score = this.scoreAt(frame);
    if (score === 0) return false;
    for (let later = frame + 1; later <= frame + this.spans.dissolveSearch; later++) {
      if (this.scoreAt(later) > score) return false;
    }
    return true;
  }

  private scoreAt(frame: number): number {
    let score = this.scores.get(frame);
    if (score === undefined) {
      score = dissolveScore(this.window, frame, this.spans);
      this.scores.set(frame, score);
    }
    return score;
  }
}
