import type { Collection } from 'mongodb';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { CastDocument, ClipDocument, WorkDocument } from './documents.js';
import type { Fence } from './fence.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

/** What a change adds to its document for the events that announce it; for `told` to be set beside. */
export function telling(events: readonly DomainEvent[]): { $push?: { outbox: { $each: string[] } } } {
  return events.length === 0
    ? {}
    : { $push: { outbox: { $each: events.map((event) => JSON.stringify(event)) } } };
}

export function told(events: readonly DomainEvent[]): { isTelling?: true } {
  return events.length === 0 ? {} : { isTelling: true };
}

/** The outbox of a new document. */
export function firstOutbox(events: readonly DomainEvent[]): { outbox: string[]; isTelling: boolean } {
  return { outbox: events.map((event) => JSON.stringify(event)), isTelling: events.length > 0 };
}

/**
 * Inserts the document, or sets the fields of the one that is there; the events in the same write.
 * @throws CastlineError `conflict` JOB.LEASE_LOST when a later claim of the fence's job wrote it
 */
export async function saveTelling<Document extends ClipDocument | WorkDocument | CastDocument>(
  database: MongoDatabase,
  collection: Collection<Document>,
  { _id, tenant, fence }: { readonly _id: string; readonly tenant: string; readonly fence?: Fence },
  fields: Omit<Document, '_id' | 'tenant' | 'sequence' | 'outbox' | 'isTelling' | 'fences'>,
  events: readonly DomainEvent[],
): Promise<void> {
  const documents = collection as unknown as Collection<ClipDocument>;
  const given = fields as unknown as Omit<ClipDocument, '_id'>;
  const change = { $set: { ...given, ...told(events), ...fence?.mark }, ...telling(events) };
  for (;;) {
    if ((await documents.updateOne({ _id, ...fence?.isLatest }, change)).matchedCount > 0) return;
    const identity = { _id, tenant, sequence: await database.next('sequence') };
    try {
      await documents.insertOne({ ...given, ...firstOutbox(events), ...fence?.first, ...identity });
      return;
    } catch (error) {
      if (!isDuplicate(error)) throw error; // another was first: now it is there to be changed
    }
    await fence?.require();
  }
}
