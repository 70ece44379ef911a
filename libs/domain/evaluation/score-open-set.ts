import { similarityOf } from '../tracking/embedding.js';
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
    return { score: best.score, isRight: best.label === label };
  });
  return fpirs.map((fpir) => {
    const threshold = alarms[Math.floor(fpir * alarms.length + 1e-9)] ?? -Infinity;
    const named = answers.filter(({ score, isRight }) => isRight && score > threshold).length;
    return { fpir, threshold, dir: mated.length === 0 ? null : named / mated.length };
  });
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
