import type { Track } from '../tracking/track.js';
import { linkThreshold } from './calibrate.js';
import { clusterTracks } from './cluster-tracks.js';
import { LinkBoard } from './link-board.js';
import { APART, type TrackRelations } from './relate-tracks.js';

/** What is worth telling of: so many seconds in several tracks, or in a single one. */
export interface Minimum {
  readonly seconds: number;
  readonly secondsInOneTrack: number;
}

export interface DiscoverInput {
  /** Tracks in which nobody was recognised, and what is between them. */
  readonly tracks: readonly Track[];
  readonly relations: TrackRelations;
  readonly weights: readonly number[];
  /** Least mean similarity of two groups of one character. */
  readonly threshold: number;
  readonly frameRate: number;
  readonly minimum: Minimum;
}

/** A character without a name, by its tracks. */
export interface Discovery {
  readonly members: readonly number[];
  /** Mean similarity of each member to the others; 1 for a lone track. */
  readonly similarity: readonly number[];
}

/** Clusters of fewer tracks are too small to attract others. */
const ESTABLISHED = 3;

/** Groups what has no name, adds stragglers to the group whose nearest views they resemble; by falling screen time. */
export function discoverCharacters(input: DiscoverInput): Discovery[] {
  const { relations, weights, threshold, tracks } = input;
  const { count, similarity } = relations;
  const clusters = clusterTracks({ count, similarity, weights, threshold });
  return attachStragglers(clusters, input)
    .filter((members) => isWorthTelling(members, input))
    .sort((a, b) => framesOf(b, tracks) - framesOf(a, tracks) || a[0]! - b[0]!)
    .map((members) => ({
      members,
      similarity: members.map((track) => meanSimilarity(track, members, relations)),
    }));
}

function attachStragglers(
  clusters: readonly number[][],
  { relations, weights, threshold }: DiscoverInput,
): number[][] {
  const established = clusters.filter(({ length }) => length >= ESTABLISHED);
  const stragglers = clusters.filter(({ length }) => length < ESTABLISHED);
  const board = new LinkBoard(relations, weights, established.length);
  established.forEach((cluster, character) => board.give(cluster, character));
  const shareFrames = established.map((cluster) =>
    established.map((_, other) => board.conflict(cluster, other) > 0),
  );
  const limit = linkThreshold(
    threshold,
    board.impostorLinks((one, other) => shareFrames[one]![other]!),
  );
  const left = stragglers.filter((cluster) => {
    const [best, next] = established
      .map((_, character) => ({ character, score: board.linkScore(cluster, character) }))
      .filter(({ character }) => board.conflict(cluster, character) === 0)
      .sort((a, b) => b.score - a.score);
    if (!best || best.score < limit || best.score - (next?.score ?? -1) < 0.06) return true;
    board.give(cluster, best.character);
    return false;
  });
  return [...board.bearers, ...left];
}

function isWorthTelling(members: readonly number[], { tracks, minimum, frameRate }: DiscoverInput): boolean {
  const least = members.length > 1 ? minimum.seconds : minimum.secondsInOneTrack;
  return framesOf(members, tracks) >= least * frameRate;
}

function framesOf(members: readonly number[], tracks: readonly Track[]): number {
  return members.reduce((sum, track) => sum + tracks[track]!.end - tracks[track]!.start, 0);
}

function meanSimilarity(
  member: number,
  cluster: readonly number[],
  { similarity, count }: TrackRelations,
): number {
  const others = cluster
    .filter((other) => other !== member)
    .map((other) => similarity[member * count + other]!)
    .filter((value) => value > APART);
  return others.length === 0 ? 1 : others.reduce((sum, value) => sum + value, 0) / others.length;
}
