import type { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';

export interface CutOptions {
  /** Kept before and after each scene. */
  readonly paddingSeconds: number;
  /** Scenes closer than this become one clip. */
  readonly mergeGapSeconds: number;
  /** Shorter clips are left out (judged after merging and padding). */
  readonly minimumSeconds: number;
  /** An end this close to a shot's border moves onto it; 0 switches snapping off. */
  readonly snapSeconds: number;
}

export const DEFAULT_CUT_OPTIONS: CutOptions = {
  paddingSeconds: 0,
  mergeGapSeconds: 1,
  minimumSeconds: 0.5,
  snapSeconds: 0,
};

export interface CutRequest {
  /** The scenes, ordered and without overlaps. */
  readonly scenes: readonly FrameRange[];
  /** First frame of every shot, and one past the last frame. */
  readonly shotBorders: readonly number[];
  readonly clock: FrameClock;
  readonly options: CutOptions;
}

/** Turns the ranges in which a query holds into the ranges to cut: merged, padded, snapped, long enough, ordered, apart. */
export function planCuts({ scenes, shotBorders, clock, options }: CutRequest): FrameRange[] {
  const padded = mergeClose(scenes, clock, options.mergeGapSeconds).map((scene) =>
    pad(scene, clock, options.paddingSeconds),
  );
  const snapped = padded.map((scene) => snap(scene, shotBorders, clock, options.snapSeconds));
  return mergeClose(snapped, clock, 0).filter(
    ({ start, end }) =>
      end > start && clock.secondsAt(end) - clock.secondsAt(start) >= options.minimumSeconds - 1e-6,
  );
}

function mergeClose(ranges: readonly FrameRange[], clock: FrameClock, gapSeconds: number): FrameRange[] {
  const merged: FrameRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    const gap = last ? clock.secondsAt(range.start) - clock.secondsAt(last.end) : Infinity;
    // a gap of exactly nothing joins too: two clips that touch are one
    if (last && (gap < gapSeconds || gap <= 0))
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else merged.push(range);
  }
  return merged;
}

function pad({ start, end }: FrameRange, clock: FrameClock, seconds: number): FrameRange {
  if (seconds <= 0) return { start, end };
  const from = clock.frameAt(Math.max(0, clock.secondsAt(start) - seconds));
  const until = clock.frameAt(clock.secondsAt(end) + seconds);
  const reachesEnd = clock.secondsAt(end) + seconds >= clock.secondsAt(clock.frames);
  return { start: from, end: reachesEnd ? clock.frames : Math.max(end, until) };
}

function snap(range: FrameRange, borders: readonly number[], clock: FrameClock, seconds: number): FrameRange {
  if (seconds <= 0) return range;
  const start = nearestBorder(range.start, borders, clock, seconds);
  const end = nearestBorder(range.end, borders, clock, seconds);
  // both ends on one border would leave nothing of a short scene
  return start < end ? { start, end } : range;
}

function nearestBorder(
  frame: number,
  borders: readonly number[],
  clock: FrameClock,
  seconds: number,
): number {
  const at = clock.secondsAt(frame);
  let best = frame;
  let distance = seconds + 1e-6;
  for (const border of borders) {
    const away = Math.abs(clock.secondsAt(border) - at);
    if (away < distance) [best, distance] = [border, away];
  }
  return best;
}
