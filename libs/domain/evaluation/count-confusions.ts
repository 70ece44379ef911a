import { similarityOf } from '../tracking/embedding.js';
import type { LabelledEmbedding } from './count-trials.js';

/** How often another character has the picture that is most like one of this character's. */
export interface Confusion {
  readonly label: string;
  readonly other: string;
  readonly pictures: number;
  /** Of so many of this character. */
  readonly of: number;
}

/** Who is nearest to each picture, leaving itself out; pairs of different characters, most frequent first. */
export function countConfusions(faces: readonly LabelledEmbedding[]): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const [at, face] of faces.entries()) {
    const nearest = nearestTo(face, faces, at);
    if (nearest === undefined || nearest.label === face.label) continue;
    const { label } = face;
    const key = JSON.stringify([label, nearest.label]);
    const pictures = (counts.get(key)?.pictures ?? 0) + 1;
    const of = faces.filter((other) => other.label === label).length;
    counts.set(key, { label, other: nearest.label, pictures, of });
  }
  return [...counts.values()].toSorted((a, b) => b.pictures - a.pictures || (a.label < b.label ? -1 : 1));
}

function nearestTo(
  { embedding }: LabelledEmbedding,
  faces: readonly LabelledEmbedding[],
  at: number,
): LabelledEmbedding | undefined {
  let best: LabelledEmbedding | undefined;
  let most = -Infinity;
  for (const [index, other] of faces.entries()) {
    const likeness = index === at ? -Infinity : similarityOf(embedding, other.embedding);
    if (likeness > most) [best, most] = [other, likeness];
  }
  return best;
}
