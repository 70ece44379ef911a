import type { AccessToken } from '#domain/access/access-token.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { TenantId } from '#domain/tenancy/tenant.js';
import { TokenRepository } from '#ports/token-repository.port.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

/** Kept under the digest of the secret. */
export class MongoTokenRepository extends TokenRepository {
  constructor(private readonly database: MongoDatabase) {
    super();
  }

  async save(token: AccessToken): Promise<void> {
    const { sha256, tenant, id, name } = token;
    const sequence = await this.database.next('sequence');
    try {
      await this.database.tokens.insertOne({
        _id: sha256,
        tenant,
        id,
        name,
        sequence,
        body: JSON.stringify(token),
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const message = `there is a token ${JSON.stringify(name)} already; choose another name or revoke it first`;
      throw new CastlineError('conflict', 'TOKEN.EXISTS', message, { name });
    }
  }

  async findByDigest(sha256: string): Promise<AccessToken | undefined> {
    const found = await this.database.tokens.findOne({ _id: sha256 });
    return found ? (JSON.parse(found.body) as AccessToken) : undefined;
  }

  async list(tenant: TenantId): Promise<AccessToken[]> {
    const found = await this.database.tokens.find({ tenant }).sort({ sequence: 1 }).toArray();
    return found.map(({ body }) => JSON.parse(body) as AccessToken);
  }

  async delete(tenant: TenantId, id: string): Promise<boolean> {
    return (await this.database.tokens.deleteOne({ tenant, id })).deletedCount > 0;
  }
}
