import { containment } from '../box/iou.js';
import type { Track } from '../tracking/track.js';
import { similarityMatrix } from './similarity-matrix.js';

/** Boxes that cover each other so far are one head found twice, not two characters. */
const SAME_HEAD = 0.6;

/** Stands for "cannot be one character" in a matrix of similarities. */
export const APART = -2;

/** What is known between every two tracks of an episode. */
export interface TrackRelations {
  readonly count: number;
  /** Cosine of the templates, `count * count`, row by row; APART for tracks that share a frame. */
  readonly similarity: Float32Array;
  /** Similarity of the templates of the tracks that share a frame: certainly different characters. */
  readonly impostors: readonly number[];
  /** For every track those that share a frame with it. */
  readonly apart: readonly ReadonlySet<number>[];
}

export function relateTracks(tracks: readonly Track[]): TrackRelations {
  const count = tracks.length;
  const similarity = similarityMatrix(tracks.map(({ template }) => template));
  const apart = findApart(tracks);
  const impostors: number[] = [];
  apart.forEach((others, i) => {
    for (const j of others) {
      if (j < i) impostors.push(similarity[i * count + j]!);
    }
  });
  apart.forEach((others, i) => others.forEach((j) => (similarity[i * count + j] = APART)));
  return { count, similarity, impostors, apart };
}

function findApart(tracks: readonly Track[]): Set<number>[] {
  const apart = tracks.map(() => new Set<number>());
  const seenAt = new Map<number, { track: number; sighting: number }[]>();
  tracks.forEach(({ sightings }, track) => {
    sightings.forEach(({ frame, head }, sighting) => {
      const others = seenAt.get(frame) ?? [];
      for (const other of others) {
        // heads that merely pass before each other are apart in some other frame
        if (containment(head, tracks[other.track]!.sightings[other.sighting]!.head) >= SAME_HEAD) continue;
        apart[track]!.add(other.track);
        apart[other.track]!.add(track);
      }
      others.push({ track, sighting });
      seenAt.set(frame, others);
    });
  });
  return apart;
}

/** The relations of some of the tracks only, counted anew in the given order. */
export function relationsAmong(relations: TrackRelations, chosen: readonly number[]): TrackRelations {
  const count = chosen.length;
  const indexOf = new Map(chosen.map((track, i) => [track, i]));
  const similarity = new Float32Array(count * count);
  chosen.forEach((track, i) => {
    chosen.forEach(
      (other, j) => (similarity[i * count + j] = relations.similarity[track * relations.count + other]!),
    );
  });
  const apart = chosen.map(
    (track) => new Set([...relations.apart[track]!].flatMap((other) => indexOf.get(other) ?? [])),
  );
  return { count, similarity, impostors: relations.impostors, apart };
}
