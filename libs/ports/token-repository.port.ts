import type { AccessToken } from '#domain/access/access-token.js';
import type { TenantId } from '#domain/tenancy/tenant.js';

/** Access tokens of all tenants. */
export abstract class TokenRepository {
  /** @throws CastlineError `conflict` TOKEN.EXISTS when the tenant has one of that name */
  abstract save(token: AccessToken): Promise<void>;
  abstract findByDigest(sha256: string): Promise<AccessToken | undefined>;
  /** Oldest first. */
  abstract list(tenant: TenantId): Promise<AccessToken[]>;
  abstract delete(tenant: TenantId, id: string): Promise<boolean>;
}
