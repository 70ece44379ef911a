import { createHash } from 'node:crypto';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';

/** Raise when identification changes its results: stored timelines are then made anew. */
const IDENTITY_FORM = 3;

/** Names everything beside the scan that decides who is who: the cast's content, the embedder's thresholds, how it is done. */
export function galleryKeyOf(
  castDigest: string,
  { thresholds }: Pick<RecognizerModels, 'thresholds'>,
  adapt: boolean,
): string {
  const { same, margin, face, photographed = null } = thresholds;
  return createHash('sha256')
    .update(JSON.stringify([IDENTITY_FORM, castDigest, same, margin, face, photographed, adapt]))
    .digest('hex')
    .slice(0, 24);
}
