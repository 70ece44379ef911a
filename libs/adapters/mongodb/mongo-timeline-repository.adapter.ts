import { randomUUID } from 'node:crypto';
import { MongoError } from 'mongodb';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Claim } from '#ports/job-table.port.js';
import { type StoredTimeline, TimelineRepository } from '#ports/timeline-repository.port.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { telling, told } from './outbox.js';
import { keepBody, readBody } from './parts.js';

const MOST_TRIES = 20;

type Announce = (version: number) => readonly DomainEvent[];

/** A timeline is published when its episode names it: in one write with the events that announce it. */
export class MongoTimelineRepository extends TimelineRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async save(entry: Omit<StoredTimeline, 'version'>, announce: Announce = () => []): Promise<number> {
    const { episodeId } = entry;
    await this.fence.requireEpisode(episodeId);
    const whole = idOf(this.tenant, episodeId, 'timeline', randomUUID());
    await keepBody(this.database, { tenant: this.tenant, episodeId, whole }, entry);
    try {
      return await this.publish(episodeId, whole, announce);
    } catch (error) {
      // one of the server may hide that it was published
      if (!(error instanceof MongoError)) await this.database.parts.deleteMany({ whole });
      throw error;
    }
  }

  async findLatest(episodeId: string): Promise<StoredTimeline | undefined> {
    return this.read(episodeId, undefined);
  }

  async find(episodeId: string, version: number): Promise<StoredTimeline | undefined> {
    return this.read(episodeId, version);
  }

  private async publish(episodeId: string, whole: string, announce: Announce): Promise<number> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const latest = (await this.versions(episodeId))?.latestTimeline ?? 0;
      const version = latest + 1;
      const events = announce(version);
      const change = {
        $set: { latestTimeline: version, [`timelines.${version}`]: whole, ...told(events) },
        ...telling(events),
      };
      const stands = { latestTimeline: latest === 0 ? null : latest };
      if (await this.fence.changeEpisode(episodeId, change, stands)) return version;
    }
    const message = `too many timelines of episode ${episodeId} are published at once; try again`;
    throw new CastlineError('transient', 'CATALOGUE.BUSY', message, { episodeId });
  }

  private async read(episodeId: string, wanted: number | undefined): Promise<StoredTimeline | undefined> {
    const episode = await this.versions(episodeId);
    const version = wanted ?? episode?.latestTimeline;
    const whole = version === undefined ? undefined : episode?.timelines?.[String(version)];
    if (version === undefined || whole === undefined) return undefined;
    const entry = (await readBody(this.database, whole)) as Omit<StoredTimeline, 'version'> | undefined;
    return entry && { ...entry, version };
  }

  private versions(episodeId: string) {
    return this.database.episodes.findOne(
      { _id: idOf(this.tenant, episodeId), isGone: false },
      { projection: { latestTimeline: 1, timelines: 1 } },
    );
  }
}
