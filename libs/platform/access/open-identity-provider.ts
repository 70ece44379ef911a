import type { Config } from '#config/config.js';
import { OidcIdentityProvider } from '#adapters/oidc/oidc-identity-provider.adapter.js';
import type { IdentityProvider } from '#ports/identity-provider.port.js';

/** None where no issuer is configured. */
export function openIdentityProvider(config: Config): IdentityProvider | undefined {
  const { oidcIssuer, oidcAudience, oidcRoleClaim, oidcTenantClaim } = config;
  if (oidcIssuer === '') return undefined;
  return new OidcIdentityProvider({
    issuer: oidcIssuer,
    audience: oidcAudience,
    roleClaim: oidcRoleClaim,
    tenantClaim: oidcTenantClaim,
  });
}
