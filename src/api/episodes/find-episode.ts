import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode } from '#domain/episode/episode.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { StoredTimeline, TimelineRepository } from '#ports/timeline-repository.port.js';

/** @throws CastlineError not-found EPISODE.MISSING */
export async function requireEpisode(episodes: EpisodeRepository, id: string): Promise<Episode> {
  const episode = await episodes.find(id);
  if (!episode)
    throw new CastlineError('not-found', 'EPISODE.MISSING', `there is no episode ${JSON.stringify(id)}`, {
      id,
    });
  return episode;
}

/** @throws CastlineError not-found TIMELINE.MISSING */
export async function requireTimeline(
  timelines: TimelineRepository,
  episodeId: string,
): Promise<StoredTimeline> {
  const stored = await timelines.findLatest(episodeId);
  if (!stored)
    throw new CastlineError('not-found', 'TIMELINE.MISSING', `episode ${episodeId} has no timeline yet`, {
      episodeId,
    });
  return stored;
}
