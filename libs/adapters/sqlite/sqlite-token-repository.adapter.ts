import type { AccessToken } from '#domain/access/access-token.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { TenantId } from '#domain/tenancy/tenant.js';
import { TokenRepository } from '#ports/token-repository.port.js';
import type { SqliteSession } from './sqlite-database.js';

interface TokenRow {
  readonly body: string;
}

export class SqliteTokenRepository extends TokenRepository {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async save(token: AccessToken): Promise<void> {
    const added = await this.database.write(() =>
      this.database.run(
        `INSERT INTO tokens (id, sha256, tenant, name, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        token.id,
        token.sha256,
        token.tenant,
        token.name,
        JSON.stringify(token),
      ),
    );
    if (added === 0) {
      const message = `there is a token ${JSON.stringify(token.name)} already; choose another name or revoke it first`;
      throw new CastlineError('conflict', 'TOKEN.EXISTS', message, { name: token.name });
    }
  }

  async findByDigest(sha256: string): Promise<AccessToken | undefined> {
    const row = await this.database.read(() =>
      this.database.row<TokenRow>('SELECT body FROM tokens WHERE sha256 = ?', sha256),
    );
    return row && (JSON.parse(row.body) as AccessToken);
  }

  async list(tenant: TenantId): Promise<AccessToken[]> {
    const rows = await this.database.read(() =>
      this.database.rows<TokenRow>('SELECT body FROM tokens WHERE tenant = ? ORDER BY sequence', tenant),
    );
    return rows.map(({ body }) => JSON.parse(body) as AccessToken);
  }

  async delete(tenant: TenantId, id: string): Promise<boolean> {
    return this.database.write(
      () => this.database.run('DELETE FROM tokens WHERE tenant = ? AND id = ?', tenant, id) > 0,
    );
  }
}
