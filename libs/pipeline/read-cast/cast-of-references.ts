import { createHash } from 'node:crypto';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { StoredCast } from '#ports/cast-repository.port.js';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';
import type { Cast } from '../analyze-episode.js';

/** Under what name a cast keeps the embedder that read its pictures. */
export function embedderOf({ embedder: { id, version, recipe } }: RecognizerModels): string {
  return `${id}@${version}#${recipe}`;
}

/**
 * A cast's embeddings mean nothing to another embedder.
 * @throws CastlineError conflict CAST.OTHER_EMBEDDER
 */
export function requireSameEmbedder(cast: StoredCast, models: RecognizerModels): void {
  const current = embedderOf(models);
  if (cast.references.length === 0 || cast.embedder === current) return;
  const message =
    `the pictures of cast ${JSON.stringify(cast.name)} were read by the embedder ${cast.embedder}, in use is ${current}, ` +
    'and what two embedders read cannot be compared: make a new cast and add the pictures to it, or use the other embedder again';
  throw new CastlineError('conflict', 'CAST.OTHER_EMBEDDER', message, {
    castId: cast.id,
    expected: current,
    got: cast.embedder,
  });
}

/**
 * References that were read before, as a cast; the digest does not depend on their order.
 * @throws CastlineError conflict CAST.OTHER_EMBEDDER
 */
export function castOf(stored: StoredCast, models: RecognizerModels): Cast {
  requireSameEmbedder(stored, models);
  const { references } = stored;
  const lines = references.map(({ character, form, embedding }) => {
    const bytes = new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength);
    return JSON.stringify([character, form, createHash('sha256').update(bytes).digest('hex')]);
  });
  const digest = createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
  return { gallery: { references }, digest, warnings: [] };
}
