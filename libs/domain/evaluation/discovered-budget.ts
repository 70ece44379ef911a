import { type BudgetInput, explainErrors, type WrongFor } from './error-budget.js';
import type { TimelineScore } from './score-timeline.js';
import { underTrueNames } from './under-true-names.js';

/** Why a character is missing from the cluster that stands for it, or the cluster is where the character is not. */
export const DISCOVERED_CAUSES = [
  'label doubtful',
  'missed face',
  'sampling',
  'broken track',
  /** A track shows it and is in another cluster, a matched one or none that stands for anybody. */
  'other cluster',
  /** A track shows it and is in no cluster: a passer-by, too little seen. */
  'no cluster',
  'taken for no face',
  /** The cluster is seen where nobody is missed. */
  'nobody there',
] as const;
type DiscoveredCause = (typeof DISCOVERED_CAUSES)[number];
export type DiscoveredError = WrongFor<DiscoveredCause>;

/** What became of a track where nobody has a name. */
export interface ClusteredTrack {
  readonly startMs: number;
  readonly endMs: number;
  /** The discovered character that it was put under; undefined for none. */
  readonly cluster: string | undefined;
  /** Why it is under none. */
  readonly isFace: boolean;
  /** Whom the labelled boxes show it to be, where they do. */
  readonly shows: string | undefined;
}

export interface DiscoveredBudgetInput extends Omit<BudgetInput, 'tracks'> {
  /** Of the timeline, with its characters matched to the true ones. */
  readonly score: TimelineScore;
  readonly tracks: readonly ClusteredTrack[];
}

const NO_FACE = 'taken for no face';

/** Every second that the discovered characters get wrong, each standing for the true one that it was matched with. */
export function explainDiscovered({ score, tracks, ...input }: DiscoveredBudgetInput): DiscoveredError[] {
  const trueNames = new Map(
    score.rows.flatMap(({ character, as }): [string, string][] => (as === null ? [] : [[as, character]])),
  );
  const errors = explainErrors({
    ...input,
    timeline: underTrueNames(input.timeline, score),
    tracks: tracks.map(({ cluster, isFace, ...track }) => ({
      ...track,
      name: (cluster === undefined ? undefined : trueNames.get(cluster)) ?? null,
      note: cluster ?? (isFace ? null : NO_FACE),
    })),
  });
  return errors.map(({ cause, detail, ...error }): DiscoveredError => {
    if (cause === 'wrong identity') return { ...error, cause: 'other cluster', detail };
    if (cause !== 'unnamed though seen') return { ...error, cause, detail };
    if (detail === NO_FACE) return { ...error, cause: NO_FACE, detail: null };
    return { ...error, cause: detail === null ? 'no cluster' : 'other cluster', detail };
  });
}
