import type { ClusteredItem } from './bcubed.js';

/** NMI = 2 I(clusters; labels) / (H(clusters) + H(labels)), 0..1, by weight; 1 for one label in one cluster, null for nothing. */
export function normalizedMutualInformation(items: readonly ClusteredItem[]): number | null {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  const clusters = entropyOf(items, total, ({ cluster }) => cluster);
  const labels = entropyOf(items, total, ({ label }) => label);
  const both = entropyOf(items, total, ({ cluster, label }) => JSON.stringify([cluster, label]));
  return clusters + labels === 0 ? 1 : (2 * (clusters + labels - both)) / (clusters + labels);
}

function entropyOf(
  items: readonly ClusteredItem[],
  total: number,
  keyOf: (item: ClusteredItem) => string,
): number {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + item.weight);
  let entropy = 0;
  for (const sum of sums.values()) if (sum > 0) entropy -= (sum / total) * Math.log(sum / total);
  return entropy;
}
