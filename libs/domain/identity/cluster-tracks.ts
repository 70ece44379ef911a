import { APART } from './relate-tracks.js';

export interface ClusterInput {
  readonly count: number;
  /** Similarity of every two items, `count * count`; APART where they must not meet. Not changed. */
  readonly similarity: Float32Array;
  readonly weights: readonly number[];
  /** Items that begin in one cluster, e.g. of an earlier, tighter run; the others begin alone. */
  readonly seeds?: readonly (readonly number[])[];
  /** Clusters merge while their weighted average similarity is at least this. */
  readonly threshold: number;
  /** No merging goes on below so many clusters; 1 when absent. */
  readonly fewest?: number;
}

/**
 * Agglomerative clustering under average linkage with cannot-links: the two most alike clusters merge until none are alike
 * enough; clusters with members that are apart never do. Equal similarities are decided by the lowest index.
 *
 * @returns clusters by their lowest member, members in order
 */
export function clusterTracks({
  count,
  similarity,
  weights,
  seeds = [],
  threshold,
  fewest = 1,
}: ClusterInput): number[][] {
  const state = new Linkage(count, similarity, weights);
  for (const [first, ...rest] of seeds) for (const other of rest) state.merge(first!, other);
  state.findNearest();
  while (state.size > fewest) {
    const pair = state.bestPair();
    if (!pair || pair.similarity < threshold) break;
    state.merge(pair.one, pair.other);
    state.refreshNearest(pair.one, pair.other);
  }
  return state.clusters();
}

class Linkage {
  /** Clusters left. */
  size: number;
  private readonly matrix: Float32Array;
  private readonly weights: Float64Array;
  private readonly members: number[][];
  private readonly active: Uint8Array;
  private readonly nearest: Int32Array;

  constructor(
    private readonly count: number,
    similarity: Float32Array,
    weights: readonly number[],
  ) {
    this.size = count;
    this.matrix = similarity.slice();
    this.weights = Float64Array.from(weights);
    this.members = Array.from({ length: count }, (_, i) => [i]);
    this.active = new Uint8Array(count).fill(1);
    this.nearest = new Int32Array(count).fill(-1);
  }

  /** Moves all of `other` into `one`. */
  merge(one: number, other: number): void {
    const { matrix, count, weights } = this;
    const total = weights[one]! + weights[other]!;
    for (let k = 0; k < count; k++) {
      if (!this.active[k] || k === one || k === other) continue;
      const a = matrix[one * count + k]!;
      const b = matrix[other * count + k]!;
      const merged = a <= APART || b <= APART ? APART : (a * weights[one]! + b * weights[other]!) / total;
      matrix[one * count + k] = matrix[k * count + one] = merged;
    }
    weights[one] = total;
    this.members[one]!.push(...this.members[other]!);
    this.active[other] = 0;
    this.size--;
  }

  findNearest(): void {
    for (let i = 0; i < this.count; i++) if (this.active[i]) this.nearest[i] = this.nearestOf(i);
  }

  /** After a merge only clusters whose nearest took part, or which are nearer to the merged one now, can change. */
  refreshNearest(one: number, other: number): void {
    for (let k = 0; k < this.count; k++) {
      if (!this.active[k]) continue;
      const nearest = this.nearest[k]!;
      if (k === one || nearest === one || nearest === other) this.nearest[k] = this.nearestOf(k);
      else if (nearest >= 0) {
        const now = this.matrix[k * this.count + one]!;
        const best = this.matrix[k * this.count + nearest]!;
        if (now > best || (now === best && one < nearest)) this.nearest[k] = one;
      }
    }
  }

  bestPair(): { one: number; other: number; similarity: number } | undefined {
    let best: { one: number; other: number; similarity: number } | undefined;
    for (let i = 0; i < this.count; i++) {
      const other = this.nearest[i]!;
      if (!this.active[i] || other < 0) continue;
      const similarity = this.matrix[i * this.count + other]!;
      if (!best || similarity > best.similarity) best = { one: i, other, similarity };
    }
    return best;
  }

  clusters(): number[][] {
    return this.members
      .filter((_, i) => this.active[i])
      .map((members) => members.sort((a, b) => a - b))
      .sort((a, b) => a[0]! - b[0]!);
  }

  private nearestOf(i: number): number {
    let best = { at: -1, similarity: APART };
    for (let k = 0; k < this.count; k++) {
      if (k === i || !this.active[k]) continue;
      const similarity = this.matrix[i * this.count + k]!;
      if (similarity > best.similarity) best = { at: k, similarity };
    }
    return best.at;
  }
}
