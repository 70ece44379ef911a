import type { FrameRange } from '../time/frame-range.js';
import { normalizeRanges } from '../timeline/appearance-ranges.js';

/**
 * Picks one range out of every set such that the last to start begins near the first to end (at once or a little
 * later), and answers with the whole stretch from the first start to the last end; every such pick, united.
 * @param sets each normal
 * @param isNear whether the frame `after` comes soon enough after the frame `before`; true for any that comes earlier
 */
export function joinWithin(
  sets: readonly (readonly FrameRange[])[],
  isNear: (before: number, after: number) => boolean,
): FrameRange[] {
  const joined = sets.flatMap((set, own) =>
    set.flatMap((first) => {
      // `first` is the one that ends first; all picks with it contain it, so together they are one stretch
      const partners = sets.map((other, index) =>
        index === own
          ? [first]
          : other.filter(({ start, end }) => end >= first.end && isNear(first.end, start)),
      );
      if (partners.some((ranges) => ranges.length === 0)) return [];
      const all = partners.flat();
      return {
        start: Math.min(...all.map(({ start }) => start)),
        end: Math.max(...all.map(({ end }) => end)),
      };
    }),
  );
  return normalizeRanges(joined);
}
