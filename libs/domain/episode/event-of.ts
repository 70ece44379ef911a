import type { DomainEvent } from './domain-event.js';

type EpisodeEventType = Exclude<DomainEvent['type'], `character.${string}`>;
type CastEventType = Extract<DomainEvent['type'], `character.${string}`>;

/**
 * Makes an event whose id follows from what happened: told twice (a retried job, a crash before the mark), it carries
 * the same id, so that readers can tell a repeat from news.
 */
export function eventOf(
  type: EpisodeEventType,
  episodeId: string,
  occurrence: string,
  data: Readonly<Record<string, unknown>>,
): DomainEvent {
  return { id: `${type}:${episodeId}:${occurrence}`, type, episodeId, time: new Date().toISOString(), data };
}

/** As `eventOf`, of what happened to a cast. */
export function castEventOf(
  type: CastEventType,
  castId: string,
  occurrence: string,
  data: Readonly<Record<string, unknown>>,
): DomainEvent {
  const time = new Date().toISOString();
  return { id: `${type}:${castId}:${occurrence}`, type, episodeId: null, castId, time, data };
}
