import { similarityOf } from '../tracking/embedding.js';

/** All photographs of one identity, L2-normalised. */
export interface ProbeIdentity {
  readonly label: string;
  readonly embeddings: readonly Float32Array[];
}

/** `[probe, target]` as positions in the identity's photographs. */
export type Trial = readonly [number, number];

/** What came of one identity's trials. */
export interface IdentityTrials {
  readonly label: string;
  readonly photos: number;
  readonly trials: number;
  readonly hits: number;
  /** Sum of 1 / rank of the true match. */
  readonly reciprocalRanks: number;
}

/**
 * Identification among distractors: in each trial one photograph probes a gallery of the distractors and one other
 * photograph of its identity. A hit is a true match strictly more alike than every distractor; a tie is a miss.
 *
 * @param trials every ordered pair of two photographs (leave one out) unless given
 */
export function countTrials(
  { label, embeddings }: ProbeIdentity,
  distractors: readonly Float32Array[],
  trials: readonly Trial[] = orderedPairs(embeddings.length),
): IdentityTrials {
  let hits = 0;
  let reciprocalRanks = 0;
  for (const [probe, targets] of targetsByProbe(trials)) {
    const scores = distractors.map((distractor) => similarityOf(embeddings[probe]!, distractor));
    for (const target of targets) {
      const own = similarityOf(embeddings[probe]!, embeddings[target]!);
      const before = scores.reduce((count, score) => (score >= own ? count + 1 : count), 0);
      if (before === 0) hits++;
      reciprocalRanks += 1 / (before + 1);
    }
  }
  return { label, photos: embeddings.length, trials: trials.length, hits, reciprocalRanks };
}

/** One face of a film and whose it is. */
export interface LabelledEmbedding {
  readonly label: string;
  readonly embedding: Float32Array;
}

/** The same inside one film: the distractors are all faces of the other characters. */
export function countFilmTrials(faces: readonly LabelledEmbedding[]): IdentityTrials[] {
  const labels = [...new Set(faces.map(({ label }) => label))];
  const embeddingsOf = (isOf: (label: string) => boolean): Float32Array[] =>
    faces.filter(({ label }) => isOf(label)).map(({ embedding }) => embedding);
  return labels.map((label) =>
    countTrials(
      { label, embeddings: embeddingsOf((other) => other === label) },
      embeddingsOf((other) => other !== label),
    ),
  );
}

function orderedPairs(count: number): Trial[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return all.flatMap((probe) =>
    all.filter((target) => target !== probe).map((target): Trial => [probe, target]),
  );
}

function targetsByProbe(trials: readonly Trial[]): Map<number, number[]> {
  const targets = new Map<number, number[]>();
  for (const [probe, target] of trials) {
    const known = targets.get(probe);
    if (known === undefined) targets.set(probe, [target]);
    else known.push(target);
  }
  return targets;
}
