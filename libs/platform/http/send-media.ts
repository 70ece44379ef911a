import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { MediaStore, StoredMedia } from '#ports/media-store.port.js';
import { answerRange } from './byte-range.js';
import { dispositionOf } from './disposition.js';

export interface MediaAnswer {
  readonly media: StoredMedia;
  readonly contentType: string;
  /** What a browser calls the file when it is saved. */
  readonly fileName: string;
  /** Whether a browser may show it (default) or has to save it. */
  readonly kind?: 'inline' | 'attachment';
}

/** Sends a stored file: HEAD, single ranges, strong ETag, If-None-Match, If-Range (RFC 9110). */
export async function sendMedia(
  store: MediaStore,
  { media, contentType, fileName, kind = 'inline' }: MediaAnswer,
  request: Request,
  response: Response,
): Promise<void> {
  const etag = `"${media.sha256}"`;
  response.set({
    'Accept-Ranges': 'bytes',
    ETag: etag,
    'Cache-Control': 'private, no-cache',
    'Content-Type': contentType,
    'Content-Disposition': dispositionOf(kind, fileName),
    'X-Content-Type-Options': 'nosniff',
  });
  if (
    request
      .get('If-None-Match')
      ?.split(/\s*,\s*/)
      .includes(etag)
  ) {
    response.status(304).end();
    return;
  }
  const ifRange = request.get('If-Range');
  const answer = answerRange(
    ifRange === undefined || ifRange === etag ? request.get('Range') : undefined,
    media.sizeInBytes,
  );
  if (answer.kind === 'unsatisfiable') {
    response.status(416).set('Content-Range', `bytes */${media.sizeInBytes}`).end();
    return;
  }
  const { start, end } = answer.kind === 'part' ? answer : { start: 0, end: media.sizeInBytes };
  if (answer.kind === 'part')
    response.status(206).set('Content-Range', `bytes ${start}-${end - 1}/${media.sizeInBytes}`);
  response.set('Content-Length', String(end - start));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // a client that hangs up in the middle of a video is everyday life, not a failure
  await pipeline(await store.open(media.id, { start, end }), response).catch(() => response.destroy());
}
