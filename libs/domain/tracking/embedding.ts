/**
 * Dot product; the cosine similarity of L2-normalised embeddings.
 * @throws RangeError for embeddings of unequal length, which two models made
 */
export function similarityOf(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length)
    throw new RangeError(`embeddings of ${a.length} and ${b.length} numbers are of two models`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Scales to length 1; a zero vector stays zero (it is similar to nothing). */
function normalized(vector: Float32Array): Float32Array {
  const length = Math.sqrt(similarityOf(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector.slice();
}

/** L2-normalised weighted mean of embeddings of equal length; empty input gives an empty vector. */
export function meanEmbedding(embeddings: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array(embeddings[0]?.length ?? 0);
  embeddings.forEach((embedding, k) => {
    const weight = weights[k] ?? 0;
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * embedding[i]!;
  });
  return normalized(sum);
}
