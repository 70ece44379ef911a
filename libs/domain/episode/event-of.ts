import type { DomainEvent } from './domain-event.js';

/**
 * Makes an event whose id follows from what happened: told twice (a retried job, a crash before the mark), it carries
 * the same id, so that readers can tell a repeat from news.
 */
export function eventOf(
  type: DomainEvent['type'],
  episodeId: string,
  occurrence: string,
  data: Readonly<Record<string, unknown>>,
): DomainEvent {
  return { id: `${type}:${episodeId}:${occurrence}`, type, episodeId, time: new Date().toISOString(), data };
}
