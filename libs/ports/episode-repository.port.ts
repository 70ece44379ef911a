import type { Episode } from '#domain/episode/episode.js';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Page, PageRequest } from '#domain/paging/page.js';

/** Episodes. Events given along are stored with the change in one step: both or neither. */
export abstract class EpisodeRepository {
  /** Inserts or replaces by id. */
  abstract save(episode: Episode, events?: readonly DomainEvent[]): Promise<void>;
  abstract find(id: string): Promise<Episode | undefined>;
  /** Newest first, the last saved first among those of one moment. @throws CastlineError usage PAGE.UNKNOWN */
  abstract listPage(page: PageRequest): Promise<Page<Episode>>;
  /** Whether any episode lies in the media store as this file. */
  abstract isMediaUsed(mediaId: string): Promise<boolean>;
  /** Removes the episode with its scans, timelines, notes, clip records and the exports that it is part of. True when it was there; events are stored only then. */
  abstract delete(id: string, events?: readonly DomainEvent[]): Promise<boolean>;
}
