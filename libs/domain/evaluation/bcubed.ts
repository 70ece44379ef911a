export interface ClusteredItem {
  readonly cluster: string;
  readonly label: string;
  /** Seconds of the track, or 1 to count each the same. */
  readonly weight: number;
}

export interface ClusteringScore {
  /** Mean share of an item's cluster that has its label, and of its label that is in its cluster; null for no items. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Share of the weight that the commonest label of each cluster covers. */
  readonly purity: number | null;
}

/** B-cubed (Bagga and Baldwin 1998) and weighted cluster purity. */
export function scoreClustering(items: readonly ClusteredItem[]): ClusteringScore {
  const byCluster = totals(items, ({ cluster }) => cluster);
  const byLabel = totals(items, ({ label }) => label);
  const byBoth = totals(items, ({ cluster, label }) => JSON.stringify([cluster, label]));
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return { precision: null, recall: null, f1: null, purity: null };
  let precision = 0;
  let recall = 0;
  const commonest = new Map<string, number>();
  for (const [key, both] of byBoth) {
    const [cluster, label] = JSON.parse(key) as [string, string];
    precision += (both * both) / byCluster.get(cluster)! / total;
    recall += (both * both) / byLabel.get(label)! / total;
    commonest.set(cluster, Math.max(commonest.get(cluster) ?? 0, both));
  }
  const purity = [...commonest.values()].reduce((sum, weight) => sum + weight, 0) / total;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall), purity };
}

function totals(
  items: readonly ClusteredItem[],
  keyOf: (item: ClusteredItem) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + item.weight);
  return sums;
}
