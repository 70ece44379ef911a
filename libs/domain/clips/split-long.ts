import type { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';

export interface LengthLimits {
  readonly minimumSeconds: number;
  readonly maximumSeconds: number;
}

/**
 * A cut that is too long, in pieces that are not. A piece ends at the last shot border in the second half of what is
 * allowed, else where what is left divides into equal pieces; so none is shorter than half the maximum by more than a frame,
 * unless a shot border makes the rest so, and never shorter than the minimum.
 */
export function splitLong(
  cut: FrameRange,
  shotBorders: readonly number[],
  clock: FrameClock,
  limits: LengthLimits,
): FrameRange[] {
  const pieces: FrameRange[] = [];
  let start = cut.start;
  while (lengthOf({ start, end: cut.end }, clock) > limits.maximumSeconds + 1e-6) {
    const end = endOfPiece({ start, end: cut.end }, shotBorders, clock, limits);
    pieces.push({ start, end });
    start = end;
  }
  return start < cut.end ? [...pieces, { start, end: cut.end }] : pieces;
}

function endOfPiece(
  rest: FrameRange,
  shotBorders: readonly number[],
  clock: FrameClock,
  { minimumSeconds, maximumSeconds }: LengthLimits,
): number {
  const from = clock.secondsAt(rest.start);
  const latest = Math.max(rest.start + 1, clock.frameAt(from + maximumSeconds));
  const earliest = from + Math.max(minimumSeconds, maximumSeconds / 2);
  const border = shotBorders.findLast(
    (frame) =>
      frame <= latest &&
      clock.secondsAt(frame) >= earliest &&
      lengthOf({ start: frame, end: rest.end }, clock) >= minimumSeconds,
  );
  if (border !== undefined) return border;
  const length = lengthOf(rest, clock);
  const share = length / Math.ceil(length / maximumSeconds - 1e-9);
  const equal = clock.frameAt(from + share);
  return Math.min(latest, Math.max(rest.start + 1, equal));
}

const lengthOf = ({ start, end }: FrameRange, clock: FrameClock): number =>
  clock.secondsAt(end) - clock.secondsAt(start);
