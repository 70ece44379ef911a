import { createHash } from 'node:crypto';
import type { Reference } from '#domain/identity/gallery.js';
import type { Cast } from '../analyze-episode.js';

/** References that were read before, as a cast; the digest does not depend on their order. */
export function castOf(references: readonly Reference[]): Cast {
  const lines = references.map(({ character, form, embedding }) => {
    const bytes = new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength);
    return JSON.stringify([character, form, createHash('sha256').update(bytes).digest('hex')]);
  });
  const digest = createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
  return { gallery: { references }, digest, warnings: [] };
}
