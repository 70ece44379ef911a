import { meanEmbedding, similarityOf } from './embedding.js';
import type { TrackedFace } from './open-track.js';

const WINDOW = 4;

export interface SplitLimits {
  /** Sides that are more alike than this belong together. */
  readonly similarity: number;
  /** How much more alike each side must be within itself than across the cut. */
  readonly contrast: number;
}

/**
 * Purity first: cuts a track where the faces before and after no longer look alike (two heads that crossed, a cut that was
 * missed) while each side is of one piece. A turn of the head passes through views in between and is left whole.
 */
export function splitFaces(faces: readonly TrackedFace[], limits: SplitLimits): TrackedFace[][] {
  let worst = { at: -1, across: limits.similarity };
  for (let at = 1; at < faces.length; at++) {
    const before = faces.slice(Math.max(0, at - WINDOW), at);
    const after = faces.slice(at, at + WINDOW);
    const across = similarityOf(meanOf(before), meanOf(after));
    if (across >= worst.across) continue;
    if (coherenceOf(before) - across > limits.contrast && coherenceOf(after) - across > limits.contrast)
      worst = { at, across };
  }
  if (worst.at < 0) return [[...faces]];
  return [faces.slice(0, worst.at), faces.slice(worst.at)].flatMap((part) => splitFaces(part, limits));
}

function meanOf(faces: readonly TrackedFace[]): Float32Array {
  return meanEmbedding(
    faces.map(({ face }) => face.reading.embedding),
    faces.map(({ face }) => face.reading.quality + 0.05),
  );
}

/** Mean similarity of the faces to their mean; a lone face is of one piece. */
function coherenceOf(faces: readonly TrackedFace[]): number {
  const mean = meanOf(faces);
  return faces.reduce((sum, { face }) => sum + similarityOf(face.reading.embedding, mean), 0) / faces.length;
}
