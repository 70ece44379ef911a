import { createHash, timingSafeEqual } from 'node:crypto';
import { isExpired } from '#domain/access/access-token.js';
import { LOCAL_PRINCIPAL, type Principal } from '#domain/access/principal.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import type { IdentityProvider } from '#ports/identity-provider.port.js';
import type { TokenRepository } from '#ports/token-repository.port.js';
import type { SignedLinks } from './signed-links.js';

/** The page's cookie: HttpOnly, so that no script reads the token. */
export const SESSION_COOKIE = 'castline_token';

/** What a request shows of who sent it. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
}

export interface AuthenticatorOptions {
  /** Everybody is the local person: no token is asked for. */
  readonly isOpen: boolean;
  /** Tokens from the configuration: admins of the default tenant. */
  readonly configured: readonly string[];
  readonly tokens: TokenRepository;
  readonly identity: IdentityProvider | undefined;
  readonly links: SignedLinks;
  readonly now?: () => Date;
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Says on whose behalf a request is sent: by bearer token or session cookie, or by a signed link. */
export class Authenticator {
  private readonly configured: readonly Buffer[];

  constructor(private readonly options: AuthenticatorOptions) {
    this.configured = options.configured.map(digestOf);
  }

  async identify(credentials: Credentials): Promise<Principal | undefined> {
    if (this.options.isOpen) return LOCAL_PRINCIPAL;
    const token = bearerOf(credentials.authorization) ?? cookieTokenOf(credentials);
    if (token !== undefined) return this.identifyToken(token);
    const tenant = this.options.links.verify(credentials.path, credentials.query);
    return tenant === undefined ? undefined : { tenant, role: 'viewer', name: 'link' };
  }

  async identifyToken(token: string): Promise<Principal | undefined> {
    const digest = digestOf(token);
    if (this.configured.some((known) => timingSafeEqual(known, digest)))
      return { tenant: DEFAULT_TENANT, role: 'admin', name: 'configured token' };
    const known = await this.options.tokens.findByDigest(digest.toString('hex'));
    if (known) {
      const now = this.options.now?.() ?? new Date();
      return isExpired(known, now) ? undefined : { tenant: known.tenant, role: known.role, name: known.name };
    }
    return this.options.identity?.verify(token);
  }
}

function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer (.+)$/i.exec(header ?? '')?.[1];
}

/** A browser sends the cookie whoever's page asked: only our own page may. */
function cookieTokenOf({ cookie, origin, host }: Credentials): string | undefined {
  if (origin !== undefined && hostOf(origin) !== host) return undefined;
  for (const part of (cookie ?? '').split(/;\s*/)) {
    const [name, value] = part.split('=');
    if (name === SESSION_COOKIE && value) return decodeCookie(value);
  }
  return undefined;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function decodeCookie(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
