import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { Work, WorkKind, WorkOf } from '#domain/works/work.js';
import type { Claim } from '#ports/job-table.port.js';
import { WorkRepository } from '#ports/work-repository.port.js';
import { collectEvents } from './collect-events.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { saveTelling } from './outbox.js';

export class MongoWorkRepository extends WorkRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async save(work: Work, events: readonly DomainEvent[] = []): Promise<void> {
    await this.fence.requireEpisode(work.episodeId);
    const _id = idOf(this.tenant, work.id);
    const { episodeId, kind, mediaId } = work;
    const fields = { episodeId, kind, mediaId, body: JSON.stringify(work) };
    const identity = { _id, tenant: this.tenant, fence: this.fence };
    await saveTelling(this.database, this.database.works, identity, fields, events);
    await this.fence.requireStill(episodeId, () => this.database.works.deleteOne({ _id }));
  }

  async find<Kind extends WorkKind>(kind: Kind, id: string): Promise<WorkOf<Kind> | undefined> {
    const found = await this.database.works.findOne({ _id: idOf(this.tenant, id), kind });
    return found ? (JSON.parse(found.body) as WorkOf<Kind>) : undefined;
  }

  async list<Kind extends WorkKind>(kind: Kind, episodeId: string): Promise<WorkOf<Kind>[]> {
    return (await this.select({ episodeId, kind })) as WorkOf<Kind>[];
  }

  async listAll(episodeId: string): Promise<Work[]> {
    return this.select({ episodeId });
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const filter = { tenant: this.tenant, mediaId };
    return (await this.database.works.findOne(filter, { projection: { _id: 1 } })) !== null;
  }

  async delete(id: string): Promise<boolean> {
    await this.fence.require();
    const _id = idOf(this.tenant, id);
    for (;;) {
      // what it has to tell is told first
      if ((await this.database.works.deleteOne({ _id, isTelling: false })).deletedCount > 0) return true;
      if (!(await this.database.works.findOne({ _id }, { projection: { _id: 1 } }))) return false;
      await collectEvents(this.database);
    }
  }

  private async select(filter: { episodeId: string; kind?: WorkKind }): Promise<Work[]> {
    const found = await this.database.works
      .find({ tenant: this.tenant, ...filter })
      .sort({ sequence: 1 })
      .toArray();
    return found.map(({ body }) => JSON.parse(body) as Work);
  }
}
