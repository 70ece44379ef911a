import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Reference } from '#domain/identity/gallery.js';

/** A cast as the server keeps it: references read off uploaded or local pictures, under one embedder. */
export interface StoredCast {
  readonly id: string;
  readonly name: string;
  /** The embedder that read the references, to its recipe; embeddings of two models are never compared. */
  readonly embedder: string;
  readonly references: readonly Reference[];
}

export abstract class CastRepository {
  /** Inserts or replaces by id, with the events that announce it, in one step. */
  abstract save(cast: StoredCast, events?: readonly DomainEvent[]): Promise<void>;
  abstract find(id: string): Promise<StoredCast | undefined>;
  abstract list(): Promise<StoredCast[]>;
}
