import type { Clip } from '#domain/clips/clip.js';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import type { Claim } from '#ports/job-table.port.js';
import { collectEvents } from './collect-events.js';
import type { ClipDocument } from './documents.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { saveTelling } from './outbox.js';

export class MongoClipRepository extends ClipRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async save(clip: Clip, events: readonly DomainEvent[] = []): Promise<void> {
    await this.fence.requireEpisode(clip.episodeId);
    const _id = idOf(this.tenant, clip.id);
    const fields = {
      episodeId: clip.episodeId,
      startFrame: clip.start.frame,
      endFrame: clip.end.frame,
      cutKey: clip.cutKey ?? null,
      mediaId: clip.mediaId,
      body: JSON.stringify(clip),
    };
    const identity = { _id, tenant: this.tenant, fence: this.fence };
    await saveTelling(this.database, this.database.clips, identity, fields, events);
    await this.fence.requireStill(clip.episodeId, () => this.database.clips.deleteOne({ _id }));
  }

  async find(id: string): Promise<Clip | undefined> {
    return clipOf(await this.database.clips.findOne({ _id: idOf(this.tenant, id) }));
  }

  async list(episodeId: string): Promise<Clip[]> {
    const found = await this.database.clips
      .find({ tenant: this.tenant, episodeId })
      .sort({ startFrame: 1, endFrame: 1, _id: 1 })
      .toArray();
    return found.map(({ body }) => JSON.parse(body) as Clip);
  }

  async findByCut(cutKey: string): Promise<Clip | undefined> {
    const oldest = { sort: { sequence: 1 } } as const;
    return clipOf(await this.database.clips.findOne({ tenant: this.tenant, cutKey }, oldest));
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const filter = { tenant: this.tenant, mediaId };
    return (await this.database.clips.findOne(filter, { projection: { _id: 1 } })) !== null;
  }

  async delete(id: string): Promise<boolean> {
    await this.fence.require();
    const _id = idOf(this.tenant, id);
    for (;;) {
      // what it has to tell is told first
      if ((await this.database.clips.deleteOne({ _id, isTelling: false })).deletedCount > 0) return true;
      if (!(await this.database.clips.findOne({ _id }, { projection: { _id: 1 } }))) return false;
      await collectEvents(this.database);
    }
  }
}

function clipOf(document: ClipDocument | null): Clip | undefined {
  return document ? (JSON.parse(document.body) as Clip) : undefined;
}
