import type { Principal } from '#domain/access/principal.js';

/** Somebody else's word on who sends a request (OpenID Connect). */
export abstract class IdentityProvider {
  /** @returns undefined when the token is none of theirs, is out of date or names no known role */
  abstract verify(bearer: string): Promise<Principal | undefined>;
}
