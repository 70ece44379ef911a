import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignedLinks } from './signed-links.js';

const PATH = '/api/v1/clips/clip_1/media';

function queryOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url, 'http://localhost').searchParams);
}

describe('a signed link', () => {
  let clock = Date.parse('2026-01-01T00:00:00Z');
  const links = new SignedLinks('a secret that every process knows', () => clock);
  const { url, expiresAt } = links.sign(PATH, 'studio', 60);

  it('says until when it opens its path, and for whom', () => {
    assert.equal(expiresAt, '2026-01-01T00:01:00.000Z');
    assert.equal(links.verify(PATH, queryOf(url)), 'studio');
  });

  it('opens for another process that knows the secret, and for none that does not', () => {
    const sameSecret = new SignedLinks('a secret that every process knows', () => clock);
    assert.equal(sameSecret.verify(PATH, queryOf(url)), 'studio');
    assert.equal(new SignedLinks('another', () => clock).verify(PATH, queryOf(url)), undefined);
    assert.equal(new SignedLinks('', () => clock).verify(PATH, queryOf(url)), undefined);
  });

  it('opens nothing once anything about it was changed', () => {
    const query = queryOf(url);
    assert.equal(links.verify('/api/v1/clips/clip_2/media', query), undefined);
    const changes = [{ tenant: 'other' }, { expires: String(Number(query['expires']) + 1) }];
    for (const change of [...changes, { signature: '' }, { signature: 'AAAA' }, { expires: ['1'] }])
      assert.equal(links.verify(PATH, { ...query, ...change }), undefined);
  });

  it('ends', () => {
    clock += 60_000;
    assert.equal(links.verify(PATH, queryOf(url)), undefined);
  });
});
