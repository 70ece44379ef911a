import type { ClusteredItem } from './bcubed.js';
import { bootstrapInterval, type Interval } from './bootstrap.js';

export interface ClusteringIntervals {
  readonly precision: Interval | null;
  readonly recall: Interval | null;
  readonly f1: Interval | null;
  readonly purity: Interval | null;
  readonly nmi: Interval | null;
}

/** What one item adds to each measure; the weighted mean over all items is the measure itself. */
interface Share {
  readonly weight: number;
  readonly precision: number;
  readonly recall: number;
  readonly purity: number;
  /** In nats: how much cluster and label say of each other, and how unexpected each is. */
  readonly information: number;
  readonly surprise: number;
}

/**
 * 95 % intervals of B-cubed, WCP and NMI, items (tracks) being drawn again. A sample that holds a track twice would find
 * it in its own company and flatter every measure. Drawn is therefore what each item adds to the measures of the whole
 * clustering, to first order (its influence: Efron and Tibshirani 1993, chapter 22), which has the same spread.
 */
export function clusteringIntervals(items: readonly ClusteredItem[]): ClusteringIntervals {
  const shares = sharesOf(items.filter(({ weight }) => weight > 0));
  const intervalOf = (measure: (sample: readonly Share[]) => number): Interval | null =>
    bootstrapInterval(shares, (sample) => Math.min(1, Math.max(0, measure(sample))));
  return {
    precision: intervalOf((sample) => meanOf(sample, 'precision')),
    recall: intervalOf((sample) => meanOf(sample, 'recall')),
    f1: intervalOf((sample) => {
      const [precision, recall] = [meanOf(sample, 'precision'), meanOf(sample, 'recall')];
      return precision <= 0 || recall <= 0 ? 0 : (2 * precision * recall) / (precision + recall);
    }),
    purity: intervalOf((sample) => meanOf(sample, 'purity')),
    nmi: intervalOf((sample) => {
      const surprise = meanOf(sample, 'surprise');
      return surprise === 0 ? 1 : (2 * meanOf(sample, 'information')) / surprise;
    }),
  };
}

function sharesOf(items: readonly ClusteredItem[]): Share[] {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  const byCluster = groupsOf(items, 'cluster', 'label');
  const byLabel = groupsOf(items, 'label', 'cluster');
  return items.map(({ cluster, label, weight }) => {
    const [ofCluster, ofLabel] = [byCluster.get(cluster)!, byLabel.get(label)!];
    const both = ofCluster.parts.get(label)!;
    return {
      weight,
      // an item gains by those it agrees with, and they by it; the rest of the group loses by it
      precision: (2 * both) / ofCluster.weight - ofCluster.agreement,
      recall: (2 * both) / ofLabel.weight - ofLabel.agreement,
      purity: ofCluster.commonest === label ? 1 : 0,
      information: Math.log((both * total) / (ofCluster.weight * ofLabel.weight)),
      surprise: -Math.log(ofCluster.weight / total) - Math.log(ofLabel.weight / total),
    };
  });
}

interface Group {
  readonly weight: number;
  readonly parts: ReadonlyMap<string, number>;
  readonly commonest: string;
  /** How likely two of the group, drawn by weight, are alike. */
  readonly agreement: number;
}

/** Clusters with the labels in them, or labels with the clusters that they are spread over. */
function groupsOf(
  items: readonly ClusteredItem[],
  by: 'cluster' | 'label',
  into: 'cluster' | 'label',
): Map<string, Group> {
  const parts = new Map<string, Map<string, number>>();
  for (const item of items) {
    const own = parts.get(item[by]) ?? new Map<string, number>();
    parts.set(item[by], own.set(item[into], (own.get(item[into]) ?? 0) + item.weight));
  }
  return new Map([...parts].map(([name, own]) => [name, groupOf(own)]));
}

function groupOf(parts: ReadonlyMap<string, number>): Group {
  const weight = [...parts.values()].reduce((sum, part) => sum + part, 0);
  return {
    weight,
    parts,
    commonest: [...parts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0],
    agreement: [...parts.values()].reduce((sum, part) => sum + (part / weight) ** 2, 0),
  };
}

function meanOf(sample: readonly Share[], key: Exclude<keyof Share, 'weight'>): number {
  let [sum, total] = [0, 0];
  for (const share of sample) {
    sum += share[key] * share.weight;
    total += share.weight;
  }
  return sum / total;
}
