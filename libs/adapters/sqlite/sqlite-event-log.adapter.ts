import type { DomainEvent } from '#domain/episode/domain-event.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { EventLog, type LoggedEvent } from '#ports/event-log.port.js';
import type { SqliteSession } from './sqlite-database.js';

/**
 * Appends within the caller's transaction. An id that is there already is left as it is: the same happening told twice
 * stays one event. One writer at a time means that positions become visible in their order.
 */
export function appendEvents(database: SqliteSession, events: readonly DomainEvent[]): void {
  for (const event of events) {
    database.run(
      'INSERT INTO events (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
      event.id,
      JSON.stringify(event),
    );
  }
}

export class SqliteEventLog extends EventLog {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async readAfter(position: number, limit: number): Promise<LoggedEvent[]> {
    const rows = await this.database.read(() =>
      this.database.rows<{ position: number; body: string }>(
        'SELECT position, body FROM events WHERE position > ? ORDER BY position LIMIT ?',
        position,
        limit,
      ),
    );
    return rows.map((row) => ({
      position: row.position,
      tenant: DEFAULT_TENANT,
      event: JSON.parse(row.body) as DomainEvent,
    }));
  }
}
