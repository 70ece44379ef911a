import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { AccessToken } from '#domain/access/access-token.js';
import { type Principal, LOCAL_PRINCIPAL } from '#domain/access/principal.js';
import { TokenRepository } from '#ports/token-repository.port.js';
import { Authenticator, type Credentials } from './authenticator.js';
import { SignedLinks } from './signed-links.js';

const STORED: AccessToken = {
  id: 'token-1',
  name: 'cutting room',
  tenant: 'studio',
  role: 'editor',
  sha256: createHash('sha256').update('stored-secret').digest('hex'),
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-06-01T00:00:00.000Z',
};
const EDITOR: Principal = { tenant: 'studio', role: 'editor', name: 'cutting room' };

class OneToken extends TokenRepository {
  override save(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }
  override findByDigest(sha256: string): Promise<AccessToken | undefined> {
    return Promise.resolve(sha256 === STORED.sha256 ? STORED : undefined);
  }
  override list(): Promise<AccessToken[]> {
    return Promise.resolve([STORED]);
  }
  override delete(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

const links = new SignedLinks('secret');
const PATH = '/api/v1/episodes';

function make(now = '2026-02-01T00:00:00Z', isOpen = false): Authenticator {
  const identity = {
    verify: (bearer: string) =>
      Promise.resolve(
        bearer === 'of-the-provider' ? ({ ...EDITOR, name: 'ann@studio' } as const) : undefined,
      ),
  };
  return new Authenticator({
    isOpen,
    configured: ['configured-secret'],
    tokens: new OneToken(),
    identity,
    links,
    now: () => new Date(now),
  });
}

function request(overrides: Partial<Credentials>): Credentials {
  return {
    authorization: undefined,
    cookie: undefined,
    host: 'castline.example',
    origin: undefined,
    path: PATH,
    query: {},
    ...overrides,
  };
}

describe('who sends a request', () => {
  it('is the local person where no token is asked for', async () => {
    assert.deepEqual(await make(undefined, true).identify(request({})), LOCAL_PRINCIPAL);
  });

  it('is told by a configured token, a stored one, and the identity provider', async () => {
    const asked = (authorization: string) => make().identify(request({ authorization }));
    assert.equal((await asked('Bearer configured-secret'))?.role, 'admin');
    assert.deepEqual(await asked('bearer stored-secret'), EDITOR);
    assert.equal((await asked('Bearer of-the-provider'))?.name, 'ann@studio');
    for (const wrong of ['Bearer guessed', 'Basic c3RvcmVk', 'stored-secret', 'Bearer '])
      assert.equal(await asked(wrong), undefined);
  });

  it('is nobody once the token has expired', async () => {
    const authorization = 'Bearer stored-secret';
    assert.equal(await make(STORED.expiresAt!).identify(request({ authorization })), undefined);
  });

  it('is told by the session cookie when our own page asks, and by no other page', async () => {
    const cookie = 'theme=dark; castline_token=stored-secret';
    assert.deepEqual(await make().identify(request({ cookie })), EDITOR);
    assert.deepEqual(await make().identify(request({ cookie, origin: 'https://castline.example' })), EDITOR);
    for (const origin of ['https://evil.example', 'null'])
      assert.equal(await make().identify(request({ cookie, origin })), undefined);
    assert.equal(await make().identify(request({ cookie: 'castline_token=%E0%A4%A' })), undefined);
  });

  it('is a viewer of the tenant that made a signed link, for that path alone', async () => {
    const { url } = links.sign(PATH, 'studio', 60);
    const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
    assert.deepEqual(await make().identify(request({ query })), {
      tenant: 'studio',
      role: 'viewer',
      name: 'link',
    });
    assert.equal(await make().identify(request({ query, path: `${PATH}/1` })), undefined);
  });
});
