// The identification to beat: tracks named and grouped by their heads' colours and nothing else. No threshold, no margin,
// no form, nobody a stranger, and tracks that share a frame are not kept apart.
import { clusterTracks } from '../identity/cluster-tracks.js';
import { APART } from '../identity/relate-tracks.js';
import { similarityMatrix } from '../identity/similarity-matrix.js';
import { similarityOf } from '../tracking/embedding.js';

export interface ColouredTrack {
  readonly id: string;
  /** L2-normalised. */
  readonly colours: Float32Array;
}

export interface ColouredReference {
  readonly character: string;
  /** L2-normalised. */
  readonly colours: Float32Array;
}

/** Each track's name is that of the one picture nearest to it, however far; of pictures equally near the first. */
export function nameByColour(
  tracks: readonly ColouredTrack[],
  references: readonly ColouredReference[],
): Map<string, string> {
  return new Map(
    tracks.flatMap(({ id, colours }): [string, string][] => {
      const nearest = nearestTo(colours, references);
      return nearest ? [[id, nearest.character]] : [];
    }),
  );
}

function nearestTo(
  colours: Float32Array,
  references: readonly ColouredReference[],
): ColouredReference | undefined {
  const similarities = references.map((reference) => similarityOf(colours, reference.colours));
  return references[similarities.indexOf(Math.max(...similarities))];
}

/** So many groups (or as many as there are tracks) under average linkage, each track weighing the same; ids. */
export function groupByColour(tracks: readonly ColouredTrack[], groups: number): string[][] {
  const clusters = clusterTracks({
    count: tracks.length,
    similarity: similarityMatrix(tracks.map(({ colours }) => colours)),
    weights: tracks.map(() => 1),
    threshold: APART,
    fewest: groups,
  });
  return clusters.map((members) => members.map((member) => tracks[member]!.id));
}
