import { quantile } from '../identity/quantile.js';

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
  const random = seededRandom();
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const value = statistic(units.map(() => units[Math.floor(random() * units.length)]!));
    if (value !== null) values.push(value);
  }
  return values.length === 0 ? null : { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** Numbers in [0, 1), the same ones at every run (mulberry32). */
function seededRandom(): () => number {
  let state = 20;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
