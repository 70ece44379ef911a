import type { Episode } from '#domain/episode/episode.js';
import type { MediaStore } from '#ports/media-store.port.js';

/** Does something with the episode's file on this machine's disk, borrowing it from the media store where it lies there. */
export async function withEpisodeFile<Result>(
  episode: Episode,
  media: MediaStore,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  if (episode.source.kind === 'path') return use(episode.source.path);
  const { path, release } = await media.borrowPath(episode.source.mediaId);
  try {
    return await use(path);
  } finally {
    await release();
  }
}
