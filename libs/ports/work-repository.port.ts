import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Work, WorkKind, WorkOf } from '#domain/works/work.js';

/** What was made of episodes and is kept in the media store: reels and whatever else is no clip. */
export abstract class WorkRepository {
  /** Inserts or replaces by id, together with its events. @throws CastlineError `not-found` EPISODE.MISSING */
  abstract save(work: Work, events?: readonly DomainEvent[]): Promise<void>;
  /** The one of this id, if it is of this kind. */
  abstract find<Kind extends WorkKind>(kind: Kind, id: string): Promise<WorkOf<Kind> | undefined>;
  /** In the order in which they were first saved. */
  abstract list<Kind extends WorkKind>(kind: Kind, episodeId: string): Promise<WorkOf<Kind>[]>;
  abstract listAll(episodeId: string): Promise<Work[]>;
  abstract delete(id: string): Promise<boolean>;
  /** Whether any work is kept as this file. */
  abstract isMediaUsed(mediaId: string): Promise<boolean>;
}
