import { similarityOf } from '../tracking/embedding.js';
import type { Gallery, Reference } from './gallery.js';
import { meanOfTop } from './mean-of-top.js';

/** How like a face is to one character of the gallery. */
export interface CharacterSimilarity {
  readonly character: string;
  readonly form: string | null;
  /** Cosine, -1..1. */
  readonly similarity: number;
}

export interface MatchLimits {
  /** A face of at least this similarity is the character. */
  readonly same: number;
  /** The next character must be less similar by at least this. */
  readonly margin: number;
}

/** Every character of the gallery by falling similarity to the face: its best form, a form being judged by its two nearest references. */
export function rankCharacters(embedding: Float32Array, gallery: Gallery): CharacterSimilarity[] {
  const best = new Map<string, CharacterSimilarity>();
  for (const references of referencesByForm(gallery)) {
    const { character, form } = references[0]!;
    // Two, so that one freak reference alone does not make a match; a lone reference counts as it is.
    const similarity = meanOfTop(
      references.map((reference) => similarityOf(embedding, reference.embedding)),
      2,
    );
    const known = best.get(character);
    if (known === undefined || similarity > known.similarity)
      best.set(character, { character, form, similarity });
  }
  return [...best.values()].toSorted((a, b) => b.similarity - a.similarity);
}

function referencesByForm(gallery: Gallery): Reference[][] {
  const groups = new Map<string, Reference[]>();
  for (const reference of gallery.references) {
    const key = JSON.stringify([reference.character, reference.form]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reference]);
    else group.push(reference);
  }
  return [...groups.values()];
}

/**
 * Names the faces of one picture, null for those that are nobody of the gallery. A character is on a picture once at
 * most: the likest face gets the name, and the others choose among the characters that are left.
 */
export function matchFaces(
  embeddings: readonly Float32Array[],
  gallery: Gallery,
  limits: MatchLimits,
): (CharacterSimilarity | null)[] {
  const rankings = embeddings.map((embedding) => rankCharacters(embedding, gallery));
  const matches: (CharacterSimilarity | null)[] = embeddings.map(() => null);
  const taken = new Set<string>();
  const pairs = rankings
    .flatMap((ranking, face) => ranking.map((candidate) => ({ face, candidate })))
    .filter(({ candidate }) => candidate.similarity >= limits.same)
    .toSorted((a, b) => b.candidate.similarity - a.candidate.similarity);
  for (const { face, candidate } of pairs) {
    if (matches[face] !== null || taken.has(candidate.character)) continue;
    const rival = rankings[face]!.find(
      (other) => other.character !== candidate.character && !taken.has(other.character),
    );
    if (rival !== undefined && candidate.similarity - rival.similarity < limits.margin) continue;
    matches[face] = candidate;
    taken.add(candidate.character);
  }
  return matches;
}
