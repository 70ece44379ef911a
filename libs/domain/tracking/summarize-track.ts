import { type Box, heightOf, widthOf } from '../box/box.js';
import { type Detection, EXPRESSIONS } from '../face/face.js';
import { meanEmbedding } from './embedding.js';
import type { TrackedFace } from './open-track.js';
import { pickExemplars } from './pick-exemplars.js';
import type { Sighting, Track } from './track.js';

type Summary = Pick<
  Track,
  | 'sightings'
  | 'template'
  | 'exemplars'
  | 'quality'
  | 'faceness'
  | 'expression'
  | 'palette'
  | 'bestSighting'
  | 'pose'
  | 'photographed'
>;

/** What is kept of a finished track's faces. Faint sightings say where the face was, not how it looks. */
export function summarizeTrack(all: readonly TrackedFace[], maxExemplars: number): Summary {
  const faces = all.filter(({ face }) => !face.detection.isFaint);
  const weights = faces.map(weightOf);
  const bestSighting = bestOf(faces, weights);
  const pose = faces[bestSighting]?.face.reading.pose;
  const candidates = faces.map(({ face }, i) => ({ embedding: face.reading.embedding, weight: weights[i]! }));
  return {
    sightings: all.map(({ frame, face: { detection } }) => sightingOf(frame, detection)),
    template: meanEmbedding(
      candidates.map(({ embedding }) => embedding),
      weights,
    ),
    exemplars: pickExemplars(candidates, maxExemplars),
    quality: meanOf(faces, ({ face }) => face.reading.quality),
    faceness: meanOf(faces, ({ face }) => face.reading.faceness),
    expression: EXPRESSIONS.map((_, k) =>
      weightedMean(faces, weights, ({ face }) => face.reading.expression[k] ?? 0),
    ),
    ...paletteOf(faces, weights),
    bestSighting: all.indexOf(faces[bestSighting]!),
    ...(pose && { pose }),
    ...photographedOf(faces),
  };
}

function sightingOf(frame: number, { face, head, score }: Detection): Sighting {
  return { frame, face, head, score };
}

/** Over the sightings of which a palette is known. */
function paletteOf(faces: readonly TrackedFace[], weights: readonly number[]): Pick<Track, 'palette'> {
  const seen = faces.flatMap(({ face: { reading } }, i) =>
    reading.palette?.length ? [{ palette: reading.palette, weight: weights[i]! }] : [],
  );
  const total = seen.reduce((sum, { weight }) => sum + weight, 0);
  if (seen.length === 0) return {};
  return {
    palette: Array.from(seen[0]!.palette, (_, k) =>
      Math.round(seen.reduce((sum, { palette, weight }) => sum + weight * palette[k]!, 0) / total),
    ),
  };
}

/** Over the sightings of which the model tells; every sighting counts alike, as the bar was measured. */
function photographedOf(faces: readonly TrackedFace[]): Pick<Track, 'photographed'> {
  const told = faces.flatMap(({ face: { reading } }) => reading.photographed ?? []);
  return told.length === 0 ? {} : { photographed: told.reduce((sum, share) => sum + share, 0) / told.length };
}

/** Never 0, so that a track of poor sightings still has a template. */
function weightOf({ face: { detection, reading } }: TrackedFace): number {
  return Math.max(1e-3, reading.quality) * Math.max(0.05, reading.faceness) * Math.max(0.05, detection.score);
}

/** The sighting to show: clear, and large rather than small. */
function bestOf(faces: readonly TrackedFace[], weights: readonly number[]): number {
  let best = { index: 0, value: -Infinity };
  faces.forEach(({ face }, index) => {
    const value = weights[index]! * Math.sqrt(sideOf(face.detection.head));
    if (value > best.value) best = { index, value };
  });
  return best.index;
}

function sideOf(box: Box): number {
  return Math.sqrt(Math.max(1, widthOf(box) * heightOf(box)));
}

function meanOf(faces: readonly TrackedFace[], valueOf: (face: TrackedFace) => number): number {
  return faces.reduce((sum, face) => sum + valueOf(face), 0) / faces.length;
}

function weightedMean(
  faces: readonly TrackedFace[],
  weights: readonly number[],
  valueOf: (face: TrackedFace) => number,
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return faces.reduce((sum, face, i) => sum + weights[i]! * valueOf(face), 0) / total;
}
