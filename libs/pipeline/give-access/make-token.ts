import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AccessToken } from '#domain/access/access-token.js';
import type { Principal } from '#domain/access/principal.js';

/** Tells people and secret scanners what they found. */
const PREFIX = 'castline_';
const DAY_MS = 24 * 3600 * 1000;

/** A token and its secret, which is not kept anywhere. */
export function makeToken(
  principal: Principal,
  days: number | null,
): { readonly token: AccessToken; readonly secret: string } {
  const secret = PREFIX + randomBytes(32).toString('base64url');
  const now = Date.now();
  const token: AccessToken = {
    id: `token_${randomUUID()}`,
    tenant: principal.tenant,
    role: principal.role,
    name: principal.name,
    sha256: createHash('sha256').update(secret).digest('hex'),
    createdAt: new Date(now).toISOString(),
    expiresAt: days === null ? null : new Date(now + days * DAY_MS).toISOString(),
  };
  return { token, secret };
}
