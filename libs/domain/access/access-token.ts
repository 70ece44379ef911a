import type { Principal } from './principal.js';

/** A token as it is kept: its secret only as a digest. */
export interface AccessToken extends Principal {
  readonly id: string;
  /** SHA-256 of the secret, in hex. The secret has 256 random bits, so that a slow hash would add nothing. */
  readonly sha256: string;
  readonly createdAt: string;
  /** RFC 3339; null when it does not expire. */
  readonly expiresAt: string | null;
}

export function isExpired({ expiresAt }: AccessToken, now: Date): boolean {
  return expiresAt !== null && Date.parse(expiresAt) <= now.getTime();
}
