import type { Filter, UpdateFilter } from 'mongodb';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Episode } from '#domain/episode/episode.js';
import { type ListPlace, type Page, pageOf, type PageRequest, placeAfter } from '#domain/paging/page.js';
import type { Claim } from '#ports/job-table.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { collectEvents } from './collect-events.js';
import type { EpisodeDocument } from './documents.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { firstOutbox, telling, told } from './outbox.js';
import { isDuplicate } from './translate-mongo-error.js';

export class MongoEpisodeRepository extends EpisodeRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    private readonly claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async save(episode: Episode, events: readonly DomainEvent[] = []): Promise<void> {
    const { source, createdAt } = episode;
    const mediaId = source.kind === 'media' ? source.mediaId : null;
    const fields = { createdAt, mediaId, body: JSON.stringify(episode) };
    const change = { $set: { ...fields, ...told(events) }, ...telling(events) };
    if (this.claim) await this.fence.changeEpisode(episode.id, change);
    else await this.saveFreely(episode.id, fields, events);
  }

  async find(id: string): Promise<Episode | undefined> {
    const found = await this.database.episodes.findOne(
      { _id: this.idOf(id), isGone: false },
      { projection: { body: 1 } },
    );
    return found ? fromBody(found.body) : undefined;
  }

  async listPage(page: PageRequest): Promise<Page<Episode>> {
    const filter = { tenant: this.tenant, isGone: false, ...olderThan(placeAfter(page)) };
    const found = await this.database.episodes
      .find(filter, { projection: { body: 1, createdAt: 1, sequence: 1 } })
      .sort({ createdAt: -1, sequence: -1 })
      .limit(page.limit + 1)
      .toArray();
    return pageOf(
      found,
      page,
      (document) => document,
      ({ body }) => fromBody(body),
    );
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const filter = { tenant: this.tenant, mediaId, isGone: false };
    return (await this.database.episodes.findOne(filter, { projection: { _id: 1 } })) !== null;
  }

  /** Marks first, in one write with the events; what belongs to the episode is swept after that, also by others. */
  async delete(id: string, events: readonly DomainEvent[] = []): Promise<boolean> {
    await this.fence.require();
    const gone = await this.database.episodes.updateOne(
      { _id: this.idOf(id), isGone: false },
      { $set: { isGone: true, isTelling: true }, ...telling(events) },
    );
    if (gone.matchedCount === 0) return false;
    await collectEvents(this.database);
    return true;
  }

  private async saveFreely(
    id: string,
    fields: Pick<EpisodeDocument, 'createdAt' | 'mediaId' | 'body'>,
    events: readonly DomainEvent[],
  ): Promise<void> {
    const change: UpdateFilter<EpisodeDocument> = {
      $set: { ...fields, ...told(events) },
      ...telling(events),
    };
    for (;;) {
      const filter = { _id: this.idOf(id), isGone: false };
      if ((await this.database.episodes.updateOne(filter, change)).matchedCount > 0) return;
      // one of this id may just have been deleted: it has to be swept before it can be there again
      await collectEvents(this.database);
      if (await this.insert(id, fields, events)) return;
    }
  }

  private async insert(
    id: string,
    fields: Pick<EpisodeDocument, 'createdAt' | 'mediaId' | 'body'>,
    events: readonly DomainEvent[],
  ): Promise<boolean> {
    const identity = {
      _id: this.idOf(id),
      id,
      tenant: this.tenant,
      sequence: await this.database.next('sequence'),
    };
    try {
      await this.database.episodes.insertOne({
        ...identity,
        ...fields,
        ...firstOutbox(events),
        isGone: false,
      });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private idOf(id: string): string {
    return idOf(this.tenant, id);
  }
}

/** The bound on `createdAt` alone is what an index can begin at. */
function olderThan(place: ListPlace | undefined): Filter<EpisodeDocument> {
  if (!place) return {};
  const { createdAt, sequence } = place;
  const older = [{ createdAt: { $lt: createdAt } }, { createdAt, sequence: { $lt: sequence } }];
  return { createdAt: { $lte: createdAt }, $or: older };
}

function fromBody(body: string): Episode {
  const episode = JSON.parse(body) as Episode;
  if (episode.facts === null) return episode;
  // JSON drops a key whose value is undefined; the type has it.
  return { ...episode, facts: { ...episode.facts, durationSeconds: episode.facts.durationSeconds } };
}
