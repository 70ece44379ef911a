import type { AuditEntry } from '#domain/access/audit-entry.js';

/** One tenant's audit: what is written stays. */
export abstract class AuditLog {
  abstract append(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  abstract list(limit: number): Promise<AuditEntry[]>;
}
