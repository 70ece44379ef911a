import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { type Principal, type Role, ROLES } from '#domain/access/principal.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { IdentityProvider } from '#ports/identity-provider.port.js';

export interface OidcOptions {
  /** As in the tokens' `iss`; its keys are looked up by OpenID Connect Discovery 1.0. */
  readonly issuer: string;
  readonly audience: string;
  /** Claim with the role; a list is searched for the first known one. */
  readonly roleClaim: string;
  /** Claim with the tenant; the default tenant where a token has none. */
  readonly tenantClaim: string;
}

/** Asymmetric only: nobody who merely knows the public key can sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const TIMEOUT_MS = 5000;
const CLOCK_SKEW_SECONDS = 30;

export class OidcIdentityProvider extends IdentityProvider {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: OidcOptions) {
    super();
  }

  async verify(bearer: string): Promise<Principal | undefined> {
    // an opaque token is not one of theirs: nobody is asked
    if (bearer.split('.').length !== 3) return undefined;
    const { issuer, audience } = this.options;
    const keys = await this.discoverKeys();
    try {
      const settings = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_SKEW_SECONDS };
      const { payload } = await jwtVerify(bearer, keys, { ...settings, requiredClaims: ['exp', 'sub'] });
      return this.principalOf(payload);
    } catch (error) {
      if (error instanceof errors.JWKSTimeout) throw unreachable(issuer, error);
      if (error instanceof errors.JOSEError) return undefined;
      throw unreachable(issuer, error);
    }
  }

  private principalOf(payload: JWTPayload): Principal | undefined {
    const role = [payload[this.options.roleClaim]].flat().find(isRole);
    const tenant = payload[this.options.tenantClaim] ?? DEFAULT_TENANT;
    if (role === undefined || typeof tenant !== 'string' || tenant === '') return undefined;
    const name = [payload['email'], payload['preferred_username'], payload.sub].find(
      (claim) => typeof claim === 'string',
    );
    return { tenant, role, name: String(name) };
  }

  private discoverKeys(): Promise<JWTVerifyGetKey> {
    this.keys ??= this.fetchKeys().catch((error: unknown) => {
      this.keys = undefined; // asked again with the next request
      throw unreachable(this.options.issuer, error);
    });
    return this.keys;
  }

  private async fetchKeys(): Promise<JWTVerifyGetKey> {
    const url = `${this.options.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    const { jwks_uri: keysUrl } = (await response.json()) as { jwks_uri?: unknown };
    if (typeof keysUrl !== 'string' || !URL.canParse(keysUrl)) throw new Error(`${url} names no jwks_uri`);
    return createRemoteJWKSet(new URL(keysUrl), { timeoutDuration: TIMEOUT_MS });
  }
}

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function unreachable(issuer: string, cause: unknown): CastlineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `the identity provider ${issuer} cannot be asked (${reason}); try again`;
  return new CastlineError('transient', 'OIDC.UNREACHABLE', message, { issuer }, { cause });
}
