import { quantile } from '../identity/quantile.js';
import { seededRandom } from './seeded-random.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const ROUNDS = 1000;

/**
 * The 95 % interval of a statistic by the percentile bootstrap. Whole units are drawn again with replacement (identities,
 * pictures, stretches of a film), because the trials inside one are alike. Equal input gives the equal interval; null for
 * fewer than two units, from which nothing can be said.
 *
 * @param statistic of a sample of units; null where it has none, which leaves the sample out
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  statistic: (sample: readonly Unit[]) => number | null,
  rounds = ROUNDS,
): Interval | null {
  if (units.length < 2) return null;
  const random = seededRandom(20);
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const value = statistic(units.map(() => units[Math.floor(random() * units.length)]!));
    if (value !== null) values.push(value);
  }
  return values.length === 0 ? null : { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}
