import type { Track } from '../tracking/track.js';
import { clusterTracks } from './cluster-tracks.js';
import { APART, type TrackRelations } from './relate-tracks.js';

export interface DiscoverInput {
  /** All tracks of the episode, and which of them nobody was recognised in. */
  readonly tracks: readonly Track[];
  readonly unnamed: readonly number[];
  readonly relations: TrackRelations;
  readonly weights: readonly number[];
  readonly threshold: number;
  readonly frameRate: number;
  /** Characters seen for less time in fewer sightings are left out. */
  readonly minimum: { readonly seconds: number; readonly sightings: number };
}

/** A character without a name, by its tracks. */
export interface Discovery {
  readonly members: readonly number[];
  /** Mean similarity of each member to the others; 1 for a lone track. */
  readonly similarity: readonly number[];
}

/** Groups what has no name; by falling screen time. */
export function discoverCharacters(input: DiscoverInput): Discovery[] {
  const { unnamed, relations } = input;
  const size = unnamed.length;
  const similarity = new Float32Array(size * size);
  unnamed.forEach((track, i) => {
    unnamed.forEach((other, j) => {
      similarity[i * size + j] = relations.similarity[track * relations.count + other]!;
    });
  });
  const weights = unnamed.map((track) => input.weights[track]!);
  return clusterTracks({ count: size, similarity, weights, threshold: input.threshold })
    .map((cluster) => ({
      members: cluster.map((i) => unnamed[i]!),
      similarity: cluster.map((i) => meanSimilarity(i, cluster, { similarity, size })),
    }))
    .filter(({ members }) => isWorthTelling(members, input))
    .sort(
      (a, b) =>
        framesOf(b.members, input.tracks) - framesOf(a.members, input.tracks) ||
        a.members[0]! - b.members[0]!,
    );
}

function isWorthTelling(members: readonly number[], { tracks, minimum, frameRate }: DiscoverInput): boolean {
  const sightings = members.reduce((sum, track) => sum + tracks[track]!.sightings.length, 0);
  return framesOf(members, tracks) >= minimum.seconds * frameRate || sightings >= minimum.sightings;
}

function framesOf(members: readonly number[], tracks: readonly Track[]): number {
  return members.reduce((sum, track) => sum + tracks[track]!.end - tracks[track]!.start, 0);
}

function meanSimilarity(
  member: number,
  cluster: readonly number[],
  { similarity, size }: { similarity: Float32Array; size: number },
): number {
  const others = cluster.filter((other) => other !== member && similarity[member * size + other]! > APART);
  if (others.length === 0) return 1;
  return others.reduce((sum, other) => sum + similarity[member * size + other]!, 0) / others.length;
}
