/** Rows and columns that are worked on together, so that both stay in the processor's cache. */
const TILE = 48;

/**
 * Cosine similarity of every two of a list of L2-normalised embeddings of one length.
 *
 * @returns `n * n`, row by row, symmetric, 1 on the diagonal
 */
export function similarityMatrix(embeddings: readonly Float32Array[]): Float32Array {
  const count = embeddings.length;
  const length = embeddings[0]?.length ?? 0;
  const packed = new Float32Array(count * length);
  embeddings.forEach((embedding, i) => packed.set(embedding, i * length));
  const matrix = new Float32Array(count * count);
  for (let top = 0; top < count; top += TILE) {
    for (let left = 0; left <= top; left += TILE) {
      for (let i = top; i < Math.min(count, top + TILE); i++) {
        for (let j = left; j < Math.min(i, left + TILE); j++) {
          const value = dot(packed, i * length, j * length, length);
          matrix[i * count + j] = value;
          matrix[j * count + i] = value;
        }
      }
    }
  }
  for (let i = 0; i < count; i++) matrix[i * count + i] = 1;
  return matrix;
}

/** Four sums side by side: the processor need not wait for one addition to begin the next. */
function dot(packed: Float32Array, a: number, b: number, length: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < length; k += 4) {
    one += packed[a + k]! * packed[b + k]!;
    two += packed[a + k + 1]! * packed[b + k + 1]!;
    three += packed[a + k + 2]! * packed[b + k + 2]!;
    four += packed[a + k + 3]! * packed[b + k + 3]!;
  }
  for (; k < length; k++) one += packed[a + k]! * packed[b + k]!;
  return one + two + three + four;
}
