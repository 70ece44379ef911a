import { createHash } from 'node:crypto';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';

/** Names everything beside the scan that decides who is who: the cast's content and the embedder's thresholds. */
export function galleryKeyOf(castDigest: string, { thresholds }: RecognizerModels): string {
  const { same, margin, face } = thresholds;
  return createHash('sha256')
    .update(JSON.stringify([castDigest, same, margin, face]))
    .digest('hex')
    .slice(0, 24);
}
