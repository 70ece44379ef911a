import type { FrameRange } from '../time/frame-range.js';

/**
 * The algebra of sets of frames, written as half-open ranges. Every result is normal: ordered, without empty, overlapping
 * or touching ranges; inputs need not be.
 */

/** The same frames in normal form. */
export function normalizeRanges(ranges: readonly FrameRange[]): FrameRange[] {
  const ordered = ranges.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const normal: FrameRange[] = [];
  for (const range of ordered) {
    const last = normal.at(-1);
    if (last && range.start <= last.end) {
      normal[normal.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else normal.push({ start: range.start, end: range.end });
  }
  return normal;
}

export function uniteRanges(...sets: readonly (readonly FrameRange[])[]): FrameRange[] {
  return normalizeRanges(sets.flat());
}

export function intersectRanges(a: readonly FrameRange[], b: readonly FrameRange[]): FrameRange[] {
  const left = normalizeRanges(a);
  const right = normalizeRanges(b);
  const common: FrameRange[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [one, other] = [left[i]!, right[j]!];
    const start = Math.max(one.start, other.start);
    const end = Math.min(one.end, other.end);
    if (end > start) common.push({ start, end });
    if (one.end < other.end) i++;
    else j++;
  }
  return common;
}

/** The frames of `whole` that are not in `ranges`. */
export function complementRanges(ranges: readonly FrameRange[], whole: FrameRange): FrameRange[] {
  const inside = intersectRanges(ranges, [whole]);
  const starts = [whole.start, ...inside.map(({ end }) => end)];
  const ends = [...inside.map(({ start }) => start), whole.end];
  return starts.map((start, i) => ({ start, end: ends[i]! })).filter(({ start, end }) => end > start);
}

/** The frames of `a` that are not in `b`. */
export function subtractRanges(a: readonly FrameRange[], b: readonly FrameRange[]): FrameRange[] {
  return normalizeRanges(a).flatMap((range) => complementRanges(b, range));
}

/** Closes gaps of at most so many frames. */
export function bridgeRanges(ranges: readonly FrameRange[], maxGap: number): FrameRange[] {
  const grown = normalizeRanges(ranges).map(({ start, end }) => ({ start, end: end + maxGap }));
  return normalizeRanges(grown).map(({ start, end }) => ({ start, end: end - maxGap }));
}

export function countFrames(ranges: readonly FrameRange[]): number {
  return normalizeRanges(ranges).reduce((sum, { start, end }) => sum + end - start, 0);
}
