import type { StoredExport } from '#domain/interchange/stored-export.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import type { Claim } from '#ports/job-table.port.js';
import { Fence } from './fence.js';
import { idOf } from './ids.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

export class MongoExportRepository extends ExportRepository {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async save(stored: StoredExport): Promise<void> {
    for (const episodeId of stored.episodeIds) await this.fence.requireEpisode(episodeId);
    const fields = {
      tenant: this.tenant,
      episodeIds: [...new Set(stored.episodeIds)],
      mediaId: stored.mediaId,
      createdAt: stored.createdAt,
      body: JSON.stringify(stored),
    };
    const _id = idOf(this.tenant, stored.id);
    const change = { $set: { ...fields, ...this.fence.mark } };
    for (;;) {
      const { matchedCount } = await this.database.exports.updateOne({ _id, ...this.fence.isLatest }, change);
      if (matchedCount > 0) return;
      const sequence = await this.database.next('sequence');
      try {
        await this.database.exports.insertOne({ ...fields, ...this.fence.first, _id, sequence });
        return;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      await this.fence.require();
    }
  }

  async find(id: string): Promise<StoredExport | undefined> {
    const found = await this.database.exports.findOne({ _id: idOf(this.tenant, id) });
    return found ? (JSON.parse(found.body) as StoredExport) : undefined;
  }

  async list(episodeId?: string): Promise<StoredExport[]> {
    const filter = { tenant: this.tenant, ...(episodeId === undefined ? {} : { episodeIds: episodeId }) };
    const found = await this.database.exports.find(filter).sort({ createdAt: -1, sequence: -1 }).toArray();
    return found.map(({ body }) => JSON.parse(body) as StoredExport);
  }

  async delete(id: string): Promise<boolean> {
    await this.fence.require();
    return (await this.database.exports.deleteOne({ _id: idOf(this.tenant, id) })).deletedCount > 0;
  }

  async isMediaUsed(mediaId: string): Promise<boolean> {
    const filter = { tenant: this.tenant, mediaId };
    return (await this.database.exports.findOne(filter, { projection: { _id: 1 } })) !== null;
  }
}
