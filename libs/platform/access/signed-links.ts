import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TenantId } from '#domain/tenancy/tenant.js';

/** Longest life of a link: who needs it longer asks again. */
export const LONGEST_LINK_SECONDS = 7 * 24 * 3600;

/**
 * Links that open one path to whoever has them, for a while: an editing program or a player cannot show a token. Signed
 * with HMAC-SHA-256 over path, tenant and end.
 */
export class SignedLinks {
  private readonly key: Buffer;

  /** @param secret shared by every process that answers; where none is configured, links end with this process */
  constructor(
    secret: string,
    private readonly now: () => number = Date.now,
  ) {
    this.key = secret === '' ? randomBytes(32) : Buffer.from(secret, 'utf8');
  }

  /** @param path absolute, without a query */
  sign(path: string, tenant: TenantId, seconds: number): { url: string; expiresAt: string } {
    const expires = Math.floor(this.now() / 1000) + Math.min(seconds, LONGEST_LINK_SECONDS);
    const query = new URLSearchParams({
      tenant,
      expires: String(expires),
      signature: this.digest(path, tenant, String(expires)).toString('base64url'),
    });
    return { url: `${path}?${query.toString()}`, expiresAt: new Date(expires * 1000).toISOString() };
  }

  /** The tenant on whose behalf the link was made; undefined when it was not made here, was changed or has ended. */
  verify(path: string, query: Readonly<Record<string, unknown>>): TenantId | undefined {
    const { tenant, expires, signature } = query;
    if (typeof tenant !== 'string' || typeof expires !== 'string' || typeof signature !== 'string')
      return undefined;
    const expected = this.digest(path, tenant, expires);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return Number(expires) * 1000 > this.now() ? tenant : undefined;
  }

  private digest(path: string, tenant: string, expires: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([path, tenant, expires]))
      .digest();
  }
}
