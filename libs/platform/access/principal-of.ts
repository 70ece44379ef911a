import { UnauthorizedException } from '@nestjs/common';
import type { Principal } from '#domain/access/principal.js';

/** Kept beside the request, not on it: nothing that a client sends can end up here. */
const principals = new WeakMap<object, Principal>();

export function rememberPrincipal(request: object, principal: Principal): void {
  principals.set(request, principal);
}

export function findPrincipal(request: object): Principal | undefined {
  return principals.get(request);
}

/** @throws UnauthorizedException where nobody is known to have sent the request */
export function principalOf(request: object): Principal {
  const principal = principals.get(request);
  if (!principal) throw new UnauthorizedException('send a token: "Authorization: Bearer TOKEN"');
  return principal;
}
