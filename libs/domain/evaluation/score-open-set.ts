import { similarityOf } from '../tracking/embedding.js';
import { bootstrapInterval, type Interval } from './bootstrap.js';
import type { LabelledEmbedding } from './count-trials.js';

export interface OpenSetInput {
  /** Who is enrolled. */
  readonly gallery: readonly LabelledEmbedding[];
  /** Faces of enrolled identities. */
  readonly mated: readonly LabelledEmbedding[];
  /** Faces of nobody enrolled. */
  readonly nonMated: readonly Float32Array[];
}

export interface OpenSetRate {
  /** Share of the non-mated probes that may be named wrongly. */
  readonly fpir: number;
  /** Scores strictly above it are accepted. */
  readonly threshold: number;
  /** Detection and identification rate: mated probes whose best match is right and accepted; null for no mated probe. */
  readonly dir: number | null;
  /** 95 % of `dir`, the identities of the mated probes being drawn again; who is enrolled and the threshold stay. */
  readonly interval: Interval | null;
}

/**
 * Open-set identification: the threshold is the lowest one at which at most `fpir` of the non-mated probes find a match
 * that is accepted, DIR the share of mated probes that are then named, and rightly.
 */
export function scoreOpenSet(
  { gallery, mated, nonMated }: OpenSetInput,
  fpirs: readonly number[],
): OpenSetRate[] {
  const alarms = nonMated.map((probe) => bestMatch(probe, gallery).score).sort((a, b) => b - a);
  const answers = mated.map(({ label, embedding }) => {
    const best = bestMatch(embedding, gallery);
    return { label, score: best.score, isRight: best.label === label };
  });
  const labels = [...new Set(mated.map(({ label }) => label))];
  return fpirs.map((fpir) => {
    const threshold = alarms[Math.floor(fpir * alarms.length + 1e-9)] ?? -Infinity;
    const tallies = new Map(labels.map((label) => [label, { probes: 0, named: 0 }]));
    for (const { label, score, isRight } of answers) {
      const tally = tallies.get(label)!;
      tally.probes++;
      if (isRight && score > threshold) tally.named++;
    }
    const identities = [...tallies.values()];
    return {
      fpir,
      threshold,
      dir: identities.length === 0 ? null : shareNamed(identities),
      interval: bootstrapInterval(identities, shareNamed),
    };
  });
}

function shareNamed(identities: readonly { readonly probes: number; readonly named: number }[]): number {
  const sums = identities.reduce(
    (sum, { probes, named }) => ({ probes: sum.probes + probes, named: sum.named + named }),
    { probes: 0, named: 0 },
  );
  return sums.named / sums.probes;
}

/** Of equally like ones nobody is best: a tie between two names is no name. */
function bestMatch(
  probe: Float32Array,
  gallery: readonly LabelledEmbedding[],
): { score: number; label: string | null } {
  let best: { score: number; label: string | null } = { score: -Infinity, label: null };
  for (const { label, embedding } of gallery) {
    const score = similarityOf(probe, embedding);
    if (score > best.score) best = { score, label };
    else if (score === best.score && label !== best.label) best = { score, label: null };
  }
  return best;
}
