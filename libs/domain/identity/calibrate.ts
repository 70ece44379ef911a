import { quantile } from './quantile.js';
import type { GalleryScores } from './score-gallery.js';

/** Thresholds as the embedder ships them. */
export interface ShippedThresholds {
  /** Cosine above which two embeddings show one character. */
  readonly same: number;
  /** By how much a name must beat the next. */
  readonly margin: number;
  /** Least mean faceness of a character's track. */
  readonly face: number;
  /** Tracks of so great a mean probability are photographed: no drawn character's. Absent: nobody is taken for photographed. */
  readonly photographed?: number | undefined;
}

/** So many observations weigh as much as the shipped threshold. */
const PRIOR = 20;
/** How far an episode may move a shipped threshold. */
const REACH = 0.3;
/** Standard deviations above the impostors: few wrong merges; few wrong names, where one impostor of many may be the likest. */
const Z_MERGE = 2.3;
/** Share of the impostors below the threshold of merging; the rest may be one head found twice. */
const LIKEST = 0.98;
/** Of fewer impostors the tail is not known. */
const ENOUGH_FOR_A_TAIL = 100;
const Z_NAME = 3;
const Z_PER_LOG = 0.3;

/** Share of a character's own views that are less alike than an impostor must be to count as a look-alike. */
const POOREST_VIEWS = 0.1;

/**
 * Impostors without look-alikes: those that are as alike as one character's own views. No threshold keeps them apart (that
 * they share frames does, and their colours may), so that counting them would only split everybody else.
 */
export function withoutLookAlikes(impostors: readonly number[], own: readonly number[]): readonly number[] {
  if (own.length === 0) return impostors;
  const alike = quantile(own, POOREST_VIEWS);
  return impostors.filter((similarity) => similarity < alike);
}

/** Where similarities of different characters lie. */
interface Spread {
  readonly centre: number;
  readonly sigma: number;
}

/** From the middle half only, so that wrong entries (a mirror, a head found twice) and look-alikes do not widen it. */
function spreadOf(impostors: readonly number[]): Spread {
  const sigma = (quantile(impostors, 0.75) - quantile(impostors, 0.25)) / 1.349;
  return { centre: quantile(impostors, 0.5), sigma: Math.max(0.02, sigma) };
}

/** The shipped value, moved towards the wanted one as observations grow in number. */
function moved(shipped: number, wanted: number, observations: number): number {
  const trust = observations / (observations + PRIOR);
  return shipped * (1 - trust) + Math.max(shipped - REACH, Math.min(shipped + REACH, wanted)) * trust;
}

/**
 * Mean similarity at which two groups of tracks are one character; impostors are pairs of tracks that share a frame. Extras
 * that are like nobody widen the spread downwards only, so it is held to what the likest impostors really reach.
 */
export function mergeThreshold(same: number, impostors: readonly number[]): number {
  if (impostors.length === 0) return same;
  const { centre, sigma } = spreadOf(impostors);
  const reached = impostors.length < ENOUGH_FOR_A_TAIL ? Infinity : quantile(impostors, LIKEST);
  return moved(same, Math.min(centre + Z_MERGE * sigma, reached), impostors.length);
}

/** Similarity to the nearest tracks of a character at which a track is that character; impostors are links to the likest other. */
export function linkThreshold(same: number, impostors: readonly number[]): number {
  const cautious = same + 0.05;
  if (impostors.length === 0) return cautious;
  const { centre, sigma } = spreadOf(impostors);
  return moved(cautious, centre + Z_NAME * sigma, impostors.length);
}

/**
 * Score against the gallery at which a name is given: so far above the scores of wrong names that the likest of a whole
 * cast of them hardly reaches it, yet no higher than half way to where the best scores lie when these stand clearly apart
 * (reference pictures in another style score low throughout). Look-alikes in the cast are the margin's business.
 */
export function acceptThreshold(
  same: number,
  { best, lower, characters }: Pick<GalleryScores, 'best' | 'lower' | 'characters'>,
): number {
  if (lower.length === 0) return same;
  const { centre, sigma } = spreadOf(lower);
  const halfWay = (centre + quantile(best, 0.75)) / 2;
  // the highest of K normal values rises about so with K
  const z = Z_NAME + Z_PER_LOG * Math.log(characters.length);
  return moved(same, Math.min(centre + z * sigma, Math.max(halfWay, centre + 2 * sigma)), best.length);
}
