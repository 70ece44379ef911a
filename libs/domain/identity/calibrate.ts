import { similarityOf } from '../tracking/embedding.js';
import type { Track } from '../tracking/track.js';
import { quantile } from './quantile.js';

/** Thresholds as the embedder ships them. */
export interface ShippedThresholds {
  /** Cosine above which two embeddings show one character. */
  readonly same: number;
  /** By how much a name must beat the next. */
  readonly margin: number;
  /** Least mean faceness of a character's track. */
  readonly face: number;
}

/** So many observations weigh as much as the shipped threshold. */
const PRIOR = 20;
/** How far an episode may move a shipped threshold. */
const REACH = 0.2;

/** Where similarities of different characters lie: median and upper spread (as a standard deviation), or undefined. */
export interface Spread {
  readonly centre: number;
  readonly sigma: number;
  readonly count: number;
}

/** From below the 90th percentile only, so that a tenth of wrong entries (a mirror, a head found twice) does no harm. */
export function spreadOf(impostors: readonly number[]): Spread {
  const centre = quantile(impostors, 0.5);
  return {
    centre,
    sigma: Math.max(0.02, (quantile(impostors, 0.9) - centre) / 1.2816),
    count: impostors.length,
  };
}

/** The shipped threshold, moved towards `z` standard deviations above this episode's impostors as they grow in number. */
export function calibrated(shipped: number, impostors: readonly number[], z: number): number {
  if (impostors.length === 0) return shipped;
  const { centre, sigma, count } = spreadOf(impostors);
  const wanted = Math.max(shipped - REACH, Math.min(shipped + REACH, centre + z * sigma));
  const trust = count / (count + PRIOR);
  return shipped * (1 - trust) + wanted * trust;
}

/** How alike one character's different views are in this episode: similarities of the exemplars within each track. */
export function genuineOf(tracks: readonly Track[]): number[] {
  return tracks.flatMap(({ exemplars }) =>
    exemplars.length < 4
      ? []
      : exemplars.flatMap((one, i) => exemplars.slice(i + 1).map((other) => similarityOf(one, other))),
  );
}
