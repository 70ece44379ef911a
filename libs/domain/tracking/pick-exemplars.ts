import { similarityOf } from './embedding.js';

/** Embeddings nearer than this to a chosen one add nothing. */
const SAME_PICTURE = 0.985;

export interface WeightedEmbedding {
  readonly embedding: Float32Array;
  readonly weight: number;
}

/** The weightiest embedding, then again and again the one farthest from those chosen (blurred ones count as nearer). */
export function pickExemplars(candidates: readonly WeightedEmbedding[], limit: number): Float32Array[] {
  const nearest = new Float64Array(candidates.length).fill(-1);
  const chosen: Float32Array[] = [];
  let next = indexOfLargest(candidates, ({ weight }) => weight);
  while (next >= 0 && chosen.length < limit) {
    const { embedding } = candidates[next]!;
    chosen.push(embedding);
    candidates.forEach((candidate, i) => {
      nearest[i] = Math.max(nearest[i]!, similarityOf(candidate.embedding, embedding));
    });
    nearest[next] = 1;
    next = indexOfLargest(candidates, ({ weight }, i) =>
      nearest[i]! >= SAME_PICTURE ? 0 : (1 - nearest[i]!) * Math.sqrt(weight),
    );
  }
  return chosen;
}

/** Index of the first largest positive value, or -1. */
function indexOfLargest<T>(items: readonly T[], valueOf: (item: T, index: number) => number): number {
  let best = { index: -1, value: 0 };
  items.forEach((item, index) => {
    const value = valueOf(item, index);
    if (value > best.value) best = { index, value };
  });
  return best.index;
}
