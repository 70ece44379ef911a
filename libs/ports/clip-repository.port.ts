import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Clip } from '#domain/clips/clip.js';

export abstract class ClipRepository {
  /** Inserts or replaces by id. @throws CastlineError `not-found` EPISODE.MISSING */
  abstract save(clip: Clip, events?: readonly DomainEvent[]): Promise<void>;
  abstract find(id: string): Promise<Clip | undefined>;
  /** In order of their start. */
  abstract list(episodeId: string): Promise<Clip[]>;
  abstract delete(id: string): Promise<boolean>;
  /** The oldest clip of these very frames, cut in this way (`Clip.cutKey`), whatever query it answers. */
  abstract findByCut(cutKey: string): Promise<Clip | undefined>;
  /** Whether any clip shows this file. */
  abstract isMediaUsed(mediaId: string): Promise<boolean>;
}
