import type { DomainEvent } from '#domain/episode/domain-event.js';
import { EventLog, type LoggedEvent } from '#ports/event-log.port.js';
import { collectEvents } from './collect-events.js';
import type { MongoDatabase } from './mongo-database.js';

export class MongoEventLog extends EventLog {
  /** @param tenant whose events; all tenants' when absent */
  constructor(
    private readonly database: MongoDatabase,
    private readonly tenant?: string,
  ) {
    super();
  }

  async readAfter(position: number, limit: number): Promise<LoggedEvent[]> {
    await collectEvents(this.database);
    const filter = {
      position: { $gt: position },
      ...(this.tenant === undefined ? {} : { tenant: this.tenant }),
    };
    const found = await this.database.events.find(filter).sort({ position: 1 }).limit(limit).toArray();
    return found.map(({ position, tenant, body }) => ({
      position,
      tenant,
      event: JSON.parse(body) as DomainEvent,
    }));
  }
}
