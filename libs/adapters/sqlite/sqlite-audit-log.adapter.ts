import type { AuditEntry } from '#domain/access/audit-entry.js';
import { AuditLog } from '#ports/audit-log.port.js';
import type { SqliteSession } from './sqlite-database.js';

export class SqliteAuditLog extends AuditLog {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async append(entry: AuditEntry): Promise<void> {
    await this.database.write(() =>
      this.database.run('INSERT INTO audit (body) VALUES (?)', JSON.stringify(entry)),
    );
  }

  async list(limit: number): Promise<AuditEntry[]> {
    const rows = await this.database.read(() =>
      this.database.rows<{ body: string }>('SELECT body FROM audit ORDER BY sequence DESC LIMIT ?', limit),
    );
    return rows.map(({ body }) => JSON.parse(body) as AuditEntry);
  }
}
