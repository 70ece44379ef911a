import type { TrueFace } from '#domain/evaluation/truth.js';
import type { FrameClock } from '#domain/time/frame-clock.js';

/** The faces that were labelled in one frame. */
export interface LabelledFrame {
  /** As in boxes.json. */
  readonly key: string;
  readonly frame: number;
  readonly faces: readonly TrueFace[];
}

/** Labels are keyed by second, or by frame number where a key lies beyond the film's length in seconds. */
export function labelledFramesOf(
  boxes: Readonly<Record<string, readonly TrueFace[]>>,
  clock: FrameClock,
): LabelledFrame[] {
  const lengthInSeconds = clock.secondsAt(clock.frames);
  const areFrames = Object.keys(boxes).some((key) => Number(key) > lengthInSeconds);
  return Object.entries(boxes).map(([key, faces]) => ({
    key,
    frame: areFrames ? Number(key) : firstFrameAtOrAfter(Number(key), clock),
    faces,
  }));
}

export function firstFrameAtOrAfter(seconds: number, clock: FrameClock): number {
  const frame = clock.frameAt(seconds);
  return clock.secondsAt(frame) >= seconds - 1e-6 ? frame : Math.min(frame + 1, clock.frames - 1);
}
