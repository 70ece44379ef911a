import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Clip } from '#domain/clips/clip.js';

export abstract class ClipRepository {
  /** Inserts or replaces by id. @throws CastlineError `not-found` EPISODE.MISSING */
  abstract save(clip: Clip, events?: readonly DomainEvent[]): Promise<void>;
  abstract find(id: string): Promise<Clip | undefined>;
  /** In order of their start. */
  abstract list(episodeId: string): Promise<Clip[]>;
  abstract delete(id: string): Promise<boolean>;
}
