import type { AuditEntry } from '#domain/access/audit-entry.js';
import { AuditLog } from '#ports/audit-log.port.js';
import type { Claim } from '#ports/job-table.port.js';
import { Fence } from './fence.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongoAuditLog extends AuditLog {
  private readonly fence: Fence;

  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant: string,
    claim?: Claim,
  ) {
    super();
    this.fence = new Fence(database, tenant, claim);
  }

  async append(entry: AuditEntry): Promise<void> {
    await this.fence.require();
    const sequence = await this.database.next('sequence');
    await this.database.audit.insertOne({ tenant: this.tenant, sequence, body: JSON.stringify(entry) });
  }

  async list(limit: number): Promise<AuditEntry[]> {
    const newest = this.database.audit.find({ tenant: this.tenant }).sort({ sequence: -1 }).limit(limit);
    return (await newest.toArray()).map(({ body }) => JSON.parse(body) as AuditEntry);
  }
}
