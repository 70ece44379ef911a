import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { OidcIdentityProvider } from '#adapters/oidc/oidc-identity-provider.adapter.js';
import { errorWith } from '../error-with.js';

/** An issuer of our own on loopback, as OpenID Connect Discovery 1.0 wants it. */
let issuer: string;
let server: Server;
let key: CryptoKey;
let strangersKey: CryptoKey;
let requests = 0;

before(async () => {
  const pair = await generateKeyPair('ES256');
  key = pair.privateKey;
  strangersKey = (await generateKeyPair('ES256')).privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'key-1', alg: 'ES256' };
  server = createServer((request, response) => {
    requests += 1;
    const body = request.url?.includes('openid-configuration')
      ? { issuer, jwks_uri: `${issuer}/keys` }
      : { keys: [jwk] };
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

function provider(url = issuer): OidcIdentityProvider {
  return new OidcIdentityProvider({
    issuer: url,
    audience: 'castline',
    roleClaim: 'role',
    tenantClaim: 'studio',
  });
}

interface Wish {
  readonly claims?: Record<string, unknown>;
  readonly audience?: string;
  readonly from?: string;
  readonly expires?: number;
  readonly by?: CryptoKey;
}

function makeJwt({
  claims = { role: 'editor', studio: 'north' },
  audience = 'castline',
  from = issuer,
  expires = 60,
  by = key,
}: Wish): Promise<string> {
  return new SignJWT({ email: 'ann@studio.example', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'key-1' })
    .setSubject('ann')
    .setIssuer(from)
    .setAudience(audience)
    .setExpirationTime(Math.floor(Date.now() / 1000) + expires)
    .sign(by);
}

describe('the OpenID Connect identity provider', () => {
  it('takes its word on name, role and tenant', async () => {
    assert.deepEqual(await provider().verify(await makeJwt({})), {
      tenant: 'north',
      role: 'editor',
      name: 'ann@studio.example',
    });
    const roles = await makeJwt({ claims: { role: ['staff', 'viewer'] } });
    assert.deepEqual(await provider().verify(roles), {
      tenant: 'default',
      role: 'viewer',
      name: 'ann@studio.example',
    });
  });

  it('refuses what another signed, for another, out of date, or without a known role', async () => {
    const wishes: Wish[] = [
      { by: strangersKey },
      { audience: 'another' },
      { from: 'http://127.0.0.1:1' },
      { expires: -60 },
      { claims: { role: 'king' } },
      { claims: {} },
      { claims: { role: 'editor', studio: 7 } },
    ];
    for (const wish of wishes)
      assert.equal(await provider().verify(await makeJwt(wish)), undefined, JSON.stringify(wish));
    const unsigned = new UnsecuredJWT({ role: 'admin' })
      .setIssuer(issuer)
      .setAudience('castline')
      .setSubject('eve')
      .setExpirationTime('1m')
      .encode();
    assert.equal(await provider().verify(unsigned), undefined);
  });

  it('asks nobody about a token that is none of its kind', async () => {
    const before = requests;
    assert.equal(await provider().verify('castline_an-opaque-token'), undefined);
    assert.equal(requests, before);
  });

  it('says that the provider cannot be asked, and asks again the next time', async () => {
    const away = provider('http://127.0.0.1:1');
    const token = await makeJwt({});
    for (let i = 0; i < 2; i++)
      await assert.rejects(away.verify(token), errorWith('transient', 'OIDC.UNREACHABLE'));
  });
});
