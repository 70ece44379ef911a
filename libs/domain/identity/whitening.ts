// How embeddings of one face differ among themselves (pose, light, blur) says which directions tell nobody apart: they
// are shrunk. Closed form, seconds for an episode.

export type Transform = (embedding: Float32Array) => Float32Array;

/**
 * Whitens the spread inside groups: y = L^-1 x with L L' = (1 - shrinkage) S + shrinkage tr(S) / d I, S being the pooled
 * covariance of the groups' members about their own means; then L2-normalised. Undefined where no group has a spread.
 *
 * @param groups embeddings of equal length, each group of one face
 * @param shrinkage 0..1, the nearer to 1 the less is believed of the directions
 */
export function whitenWithin(
  groups: readonly (readonly Float32Array[])[],
  shrinkage: number,
): Transform | undefined {
  const size = groups[0]?.[0]?.length ?? 0;
  const { scatter, members } = pooledScatter(groups, size);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += scatter[i * size + i]!;
  if (members === 0 || trace <= 0) return undefined;
  const level = (shrinkage * trace) / size;
  const matrix = scatter.map((value) => (1 - shrinkage) * value);
  for (let i = 0; i < size; i++) matrix[i * size + i]! += level;
  const lower = choleskyOf(matrix, size);
  return (embedding) => unit(solveLower(lower, embedding));
}

function pooledScatter(
  groups: readonly (readonly Float32Array[])[],
  size: number,
): { scatter: Float64Array; members: number } {
  const scatter = new Float64Array(size * size);
  let members = 0;
  for (const group of groups.filter(({ length }) => length > 1)) {
    const mean = Float64Array.from({ length: size }, (_, i) => meanOf(group, i));
    for (const embedding of group) {
      const centred = mean.map((value, i) => embedding[i]! - value);
      addOuter(scatter, centred);
      members++;
    }
  }
  return { scatter: scatter.map((value) => value / Math.max(1, members)), members };
}

const meanOf = (group: readonly Float32Array[], i: number): number =>
  group.reduce((sum, embedding) => sum + embedding[i]!, 0) / group.length;

function addOuter(scatter: Float64Array, vector: Float64Array): void {
  const size = vector.length;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++)
      scatter[row * size + column]! += vector[row]! * vector[column]!;
  }
}

/** The lower triangle L of a positive definite matrix L L'. */
function choleskyOf(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= lower[row * size + k]! * lower[column * size + k]!;
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[column * size + column]!;
    }
  }
  return lower;
}

function solveLower(lower: Float64Array, vector: Float32Array): Float32Array {
  const size = vector.length;
  const solution = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = vector[row]!;
    for (let k = 0; k < row; k++) sum -= lower[row * size + k]! * solution[k]!;
    solution[row] = sum / lower[row * size + row]!;
  }
  return Float32Array.from(solution);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
