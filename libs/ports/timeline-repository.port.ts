import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Timeline } from '#domain/timeline/timeline.js';

export interface StoredTimeline {
  readonly episodeId: string;
  /** Counts from 1 per episode. */
  readonly version: number;
  /** What it was made from: the scan's key and a digest of the gallery. */
  readonly scanKey: string;
  readonly galleryKey: string;
  readonly createdAt: string;
  readonly timeline: Timeline;
}

export abstract class TimelineRepository {
  /**
   * Stores the next version, with the events that announce it, in one step. Returns the version.
   * @param announce makes the events once the version is known; where two save at once, it may be asked again for another
   * @throws CastlineError `not-found` EPISODE.MISSING
   */
  abstract save(
    entry: Omit<StoredTimeline, 'version'>,
    announce?: (version: number) => readonly DomainEvent[],
  ): Promise<number>;
  abstract findLatest(episodeId: string): Promise<StoredTimeline | undefined>;
  abstract find(episodeId: string, version: number): Promise<StoredTimeline | undefined>;
}
