import type { Collection } from 'mongodb';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { CastDocument, ClipDocument, EpisodeDocument, WithOutbox, WorkDocument } from './documents.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

type Telling = WithOutbox & { readonly _id: string; readonly tenant: string };

/** Documents looked at in one round. */
const BATCH = 500;

/**
 * Moves events from the outboxes of documents to the log, where each has its position: one more than the last, under a
 * unique index, so that positions have no gap and whoever has read up to one has missed none before it. Any number of
 * processes may collect at once, and die anywhere: an event that is in the log already is left as it is, and an outbox
 * is emptied after its events are in the log.
 *
 * Clips and works are looked up before episodes and told after them: what they tell followed from something their episode
 * told before. An episode that is gone tells last, and is swept after that with all that belonged to it.
 */
export async function collectEvents(database: MongoDatabase): Promise<void> {
  for (const cast of await pendingOf(database.casts)) await tell(database, database.casts, cast);
  const clips = await pendingOf(database.clips);
  const works = await pendingOf(database.works);
  const episodes = await pendingOf(database.episodes);
  const isGone = (episode: EpisodeDocument): boolean => episode.isGone;
  for (const episode of episodes.filter((one) => !isGone(one)))
    await tell(database, database.episodes, episode);
  for (const clip of clips) await tellAfterEpisode(database, database.clips, clip);
  for (const work of works) await tellAfterEpisode(database, database.works, work);
  for (const episode of episodes.filter(isGone)) await tellAndSweep(database, episode);
}

/** It was looked up before; so what its episode told before it is in the log, or in the outbox still. */
async function tellAfterEpisode<Document extends ClipDocument | WorkDocument>(
  database: MongoDatabase,
  collection: Collection<Document>,
  belonging: Document,
): Promise<void> {
  const _id = idOf(belonging.tenant, belonging.episodeId);
  const episode = await database.episodes.findOne({ _id, isTelling: true });
  if (episode?.isGone) return tellAndSweep(database, episode);
  if (episode) await tell(database, database.episodes, episode);
  await tell(database, collection, belonging);
}

function pendingOf<Document extends EpisodeDocument | ClipDocument | WorkDocument | CastDocument>(
  collection: Collection<Document>,
): Promise<Document[]> {
  const found = (collection as unknown as Collection<EpisodeDocument>).find({ isTelling: true });
  return found.sort({ sequence: 1 }).limit(BATCH).toArray() as unknown as Promise<Document[]>;
}

async function tell<Document extends Telling>(
  database: MongoDatabase,
  collection: Collection<Document>,
  { _id, tenant, outbox }: Telling,
): Promise<void> {
  for (const body of outbox) await append(database, tenant, body);
  const documents = collection as unknown as Collection<EpisodeDocument>;
  if (outbox.length > 0) await documents.updateOne({ _id }, { $pullAll: { outbox: [...outbox] } });
  await documents.updateOne(
    { _id, outbox: { $size: 0 }, isGone: { $ne: true } },
    { $set: { isTelling: false } },
  );
}

async function append(database: MongoDatabase, tenant: string, body: string): Promise<void> {
  const { id } = JSON.parse(body) as DomainEvent;
  const _id = idOf(tenant, id);
  for (;;) {
    if (await database.events.findOne({ _id }, { projection: { _id: 1 } })) return;
    const last = await database.events.findOne({}, { sort: { position: -1 }, projection: { position: 1 } });
    try {
      await database.events.insertOne({ _id, tenant, position: (last?.position ?? 0) + 1, body });
      return;
    } catch (error) {
      if (!isDuplicate(error)) throw error; // another collector was first: with this event, or at this position
    }
  }
}

async function tellAndSweep(database: MongoDatabase, episode: EpisodeDocument): Promise<void> {
  const { _id, tenant, id, outbox } = episode;
  const isLast = (body: string): boolean => (JSON.parse(body) as DomainEvent).type === 'episode.deleted.v1';
  for (const body of outbox.filter((one) => !isLast(one))) await append(database, tenant, body);
  for (const clip of await database.clips.find({ tenant, episodeId: id, isTelling: true }).toArray())
    await tell(database, database.clips, clip);
  for (const work of await database.works.find({ tenant, episodeId: id, isTelling: true }).toArray())
    await tell(database, database.works, work);
  for (const body of outbox.filter(isLast)) await append(database, tenant, body);
  await sweep(database, { _id, tenant, id });
  await database.episodes.deleteOne({ _id, isGone: true });
}

/** Until the episode's document is away none of its id can come anew, so that what is removed is the old one's. */
async function sweep(
  database: MongoDatabase,
  { _id, tenant, id }: Pick<EpisodeDocument, '_id' | 'tenant' | 'id'>,
): Promise<void> {
  const theirs = { tenant, episodeId: id };
  const sweeps = [
    () => database.clips.deleteMany(theirs),
    () => database.works.deleteMany(theirs),
    () => database.exports.deleteMany({ tenant, episodeIds: id }),
    () => database.timelines.deleteMany(theirs),
    () => database.scans.deleteMany(theirs),
    () => database.stretchPlans.deleteMany(theirs),
    () => database.crops.deleteMany(theirs),
    () => database.parts.deleteMany(theirs),
  ];
  for (const remove of sweeps) {
    if (!(await database.episodes.findOne({ _id, isGone: true }, { projection: { _id: 1 } }))) return;
    await remove();
  }
}
