import { bootstrapInterval, type Interval } from './bootstrap.js';
import type { IdentityTrials, ProbeIdentity } from './count-trials.js';

/** Rank-1 and mean reciprocal rank; null where there was no trial. */
export interface RankScore {
  /** Identities with a trial. */
  readonly identities: number;
  readonly photos: number;
  readonly trials: number;
  readonly hits: number;
  /** Mean over trials; with M photographs of each of N identities this is the sum of hits over N M (M - 1). */
  readonly micro: number | null;
  /** 95 % of `micro`, identities being drawn again. */
  readonly interval: Interval | null;
  /** Mean over identities. */
  readonly macro: number | null;
  /** Mean reciprocal rank over trials. */
  readonly mrr: number | null;
}

export function scoreRanks(all: readonly IdentityTrials[]): RankScore {
  const counted = all.filter(({ trials }) => trials > 0);
  const [trials, hits] = [sumOf(counted, 'trials'), sumOf(counted, 'hits')];
  const rates = counted.map((identity) => identity.hits / identity.trials);
  return {
    identities: counted.length,
    photos: sumOf(counted, 'photos'),
    trials,
    hits,
    micro: share(hits, trials),
    interval: bootstrapInterval(counted, (sample) => share(sumOf(sample, 'hits'), sumOf(sample, 'trials'))),
    macro: share(
      rates.reduce((sum, rate) => sum + rate, 0),
      rates.length,
    ),
    mrr: share(sumOf(counted, 'reciprocalRanks'), trials),
  };
}

/** The first `photos` photographs of every identity that has so many: then the trials are exactly N M (M - 1). */
export function withEqualPhotos(identities: readonly ProbeIdentity[], photos: number): ProbeIdentity[] {
  return identities
    .filter(({ embeddings }) => embeddings.length >= photos)
    .map(({ label, embeddings }) => ({ label, embeddings: embeddings.slice(0, photos) }));
}

function sumOf(
  identities: readonly IdentityTrials[],
  key: 'photos' | 'trials' | 'hits' | 'reciprocalRanks',
): number {
  return identities.reduce((sum, identity) => sum + identity[key], 0);
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
