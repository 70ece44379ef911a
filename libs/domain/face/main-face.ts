import { areaOf } from '../box/box.js';
import type { Face } from './face.js';

/** The face that a picture is about; or why there is none: nothing found, or several of like weight. */
export type MainFace =
  | { readonly kind: 'found'; readonly face: Face }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly count: number };

/** A second face weighing more than this share of the first makes the picture a group picture. */
const RIVAL_SHARE = 0.6;

/** Weighs faces by area times score times the embedder's faceness, so that a large ball loses to a smaller face. */
export function findMainFace(faces: readonly Face[]): MainFace {
  const weighed = faces
    .map((face) => ({
      face,
      weight: areaOf(face.detection.face) * face.detection.score * face.reading.faceness,
    }))
    .toSorted((a, b) => b.weight - a.weight);
  const [first] = weighed;
  if (first === undefined) return { kind: 'none' };
  const rivals = weighed.filter((entry) => entry.weight > RIVAL_SHARE * first.weight);
  return rivals.length > 1 ? { kind: 'several', count: rivals.length } : { kind: 'found', face: first.face };
}
