import type { Box } from '../box/box.js';
import { iou } from '../box/iou.js';
import type { Sighting, Track } from '../tracking/track.js';
import type { ClusteredItem } from './bcubed.js';
import { bootstrapInterval, type Interval } from './bootstrap.js';
import type { BoxCorners } from './truth.js';

/** A face that somebody gave a name. */
export interface NamedFace {
  readonly frame: number;
  readonly box: BoxCorners;
  readonly id: string;
}

/** For each track that meets a labelled face: how many of whom. */
export type TrackLabels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Whose face it is counts here, not how tight the box is. */
const MIN_IOU = 0.3;

/** Gives labelled faces to the tracks that pass over them, one to one in each frame, the best overlap first. */
export function labelTracks(tracks: readonly Track[], faces: readonly NamedFace[]): TrackLabels {
  const labels = new Map<string, Map<string, number>>();
  for (const [frame, inFrame] of byFrame(faces)) {
    for (const { track, id } of matchFrame(frame, inFrame, tracks)) {
      const counts = labels.get(track.id) ?? new Map<string, number>();
      labels.set(track.id, counts.set(id, (counts.get(id) ?? 0) + 1));
    }
  }
  return labels;
}

export interface TrackPurity {
  /** Tracks that meet two labelled faces or more: one alone is pure whatever it shows. */
  readonly tracks: number;
  /** Labelled faces in them. */
  readonly faces: number;
  /** Share of these faces that show whom their track shows mostly; null for none. */
  readonly purity: number | null;
  /** 95 % of `purity`, tracks being drawn again. */
  readonly interval: Interval | null;
}

export function scoreTrackPurity(labels: TrackLabels): TrackPurity {
  const counts = [...labels.values()]
    .map((ofTrack) => [...ofTrack.values()])
    .map((numbers) => ({ faces: sumOf(numbers), pure: Math.max(...numbers) }))
    .filter(({ faces }) => faces >= 2);
  return {
    tracks: counts.length,
    faces: sumOf(counts.map(({ faces }) => faces)),
    purity: counts.length === 0 ? null : purityOf(counts),
    interval: bootstrapInterval(counts, purityOf),
  };
}

const purityOf = (counts: readonly { readonly faces: number; readonly pure: number }[]): number =>
  sumOf(counts.map(({ pure }) => pure)) / sumOf(counts.map(({ faces }) => faces));

/**
 * Labelled tracks as items of a clustering, each under whom it shows mostly. A track that was put into no cluster is a
 * cluster of its own, since that is what a person would have to join.
 *
 * @param clusterOf the cluster's name, undefined for none
 * @param weightOf seconds, or 1
 */
export function clusteredTracks(
  labels: TrackLabels,
  clusterOf: (trackId: string) => string | undefined,
  weightOf: (trackId: string) => number,
): ClusteredItem[] {
  return [...labels].map(([trackId, counts]) => ({
    cluster: clusterOf(trackId) ?? `track ${trackId}`,
    label: [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0],
    weight: weightOf(trackId),
  }));
}

function matchFrame(
  frame: number,
  faces: readonly NamedFace[],
  tracks: readonly Track[],
): { track: Track; id: string }[] {
  const pairs = tracks
    .filter(({ start, end }) => start <= frame && frame < end)
    .flatMap((track) =>
      faces.map((face) => ({ track, face, overlap: iou(faceAt(track, frame), boxOf(face.box)) })),
    )
    .filter(({ overlap }) => overlap >= MIN_IOU)
    .sort((a, b) => b.overlap - a.overlap);
  const taken = new Set<Track | NamedFace>();
  return pairs.flatMap(({ track, face }) => {
    if (taken.has(track) || taken.has(face)) return [];
    taken.add(track).add(face);
    return [{ track, id: face.id }];
  });
}

/** Where the track's face is in a frame: between two sightings on the straight way, beyond them where it was last. */
export function faceAt({ sightings }: Track, frame: number): Box {
  const before = sightings.findLast((sighting) => sighting.frame <= frame) ?? sightings[0]!;
  const after = sightings.find((sighting) => sighting.frame >= frame) ?? sightings.at(-1)!;
  const share = after.frame === before.frame ? 0 : (frame - before.frame) / (after.frame - before.frame);
  const edge = (name: 'x1' | 'y1' | 'x2' | 'y2'): number => between(before, after, name, share);
  return { x1: edge('x1'), y1: edge('y1'), x2: edge('x2'), y2: edge('y2') };
}

const between = (a: Sighting, b: Sighting, edge: 'x1' | 'y1' | 'x2' | 'y2', share: number): number =>
  a.face[edge] + (b.face[edge] - a.face[edge]) * share;

function byFrame(faces: readonly NamedFace[]): Map<number, NamedFace[]> {
  const groups = new Map<number, NamedFace[]>();
  for (const face of faces) {
    const group = groups.get(face.frame);
    if (group === undefined) groups.set(face.frame, [face]);
    else group.push(face);
  }
  return groups;
}

const boxOf = ([x1, y1, x2, y2]: BoxCorners): Box => ({ x1, y1, x2, y2 });
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0);
