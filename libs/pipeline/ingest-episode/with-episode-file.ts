import { stat } from 'node:fs/promises';
import type { Episode } from '#domain/episode/episode.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { MediaStore } from '#ports/media-store.port.js';
import { sha256Of } from './ingest-episode.js';

/**
 * Does something with the episode's file on this machine's disk, borrowing it from the media store where it lies there.
 * @throws CastlineError not-found MEDIA.MISSING; conflict MEDIA.CHANGED when it is not the file that was analysed
 */
export async function withEpisodeFile<Result>(
  episode: Episode,
  media: MediaStore,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const { source } = episode;
  if (source.kind === 'path') {
    await requireUnchanged(episode, source);
    return use(source.path);
  }
  const { path, release } = await media.borrowPath(source.mediaId);
  try {
    return await use(path);
  } finally {
    await release();
  }
}

/** Size and time of the last change are looked at first; only where the time differs is every byte read again. */
async function requireUnchanged(
  { name, sizeInBytes, sha256, id }: Episode,
  { path, modifiedMs }: { readonly path: string; readonly modifiedMs?: number },
): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    const message = `the file of ${JSON.stringify(name)} is gone from where it was analysed; put it back, or analyse it where it lies now`;
    throw new CastlineError('not-found', 'MEDIA.MISSING', message, { episodeId: id });
  }
  if (found.size === sizeInBytes && found.mtimeMs === modifiedMs) return;
  if (found.size === sizeInBytes && (await sha256Of(path)) === sha256) return;
  const message = `the file of ${JSON.stringify(name)} is not the one that was analysed any more; put that one back, or analyse this one`;
  throw new CastlineError('conflict', 'MEDIA.CHANGED', message, { episodeId: id });
}
