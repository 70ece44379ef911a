import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { TenantId } from '#domain/tenancy/tenant.js';

export interface LoggedEvent {
  /** Strictly increasing position in the log. */
  readonly position: number;
  /** In whose catalogue it happened. */
  readonly tenant: TenantId;
  readonly event: DomainEvent;
}

/** The outbox, readable in order: repositories append to it together with the change an event announces. */
export abstract class EventLog {
  /** Events after `position` (0 = from the beginning), oldest first. */
  abstract readAfter(position: number, limit: number): Promise<LoggedEvent[]>;
}
