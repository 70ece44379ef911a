import type { ScoredTimeline, TimelineScore } from './score-timeline.js';

/**
 * Discovered characters get the names of those that the whole film matched them with; the unmatched are left out. A part of
 * the film must not match anew.
 */
export function underTrueNames(timeline: ScoredTimeline, { rows }: TimelineScore): ScoredTimeline {
  return {
    characters: rows.flatMap(({ character, as }) => {
      const predicted = timeline.characters.find(({ name }) => name === as);
      return predicted ? [{ ...predicted, name: character }] : [];
    }),
  };
}
