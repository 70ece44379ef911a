import type { AuditEntry } from '#domain/access/audit-entry.js';
import { principalOf } from './principal-of.js';

/** What whoever sent this request does now. */
export function auditEntryOf(
  request: object,
  action: string,
  subject: string,
  detail: AuditEntry['detail'] = {},
): AuditEntry {
  const { name: actor, role } = principalOf(request);
  return { at: new Date().toISOString(), actor, role, action, subject, detail };
}
