import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AccessToken } from '#domain/access/access-token.js';
import { describeWithCatalogue, type MakeCataloguePlace } from './catalogue-under-test.js';
import { errorWith } from './error-with.js';

function makeToken(overrides: Partial<AccessToken> = {}): AccessToken {
  return {
    id: 'token-1',
    name: 'cutting room',
    tenant: 'default',
    role: 'editor',
    sha256: 'a'.repeat(64),
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: null,
    ...overrides,
  };
}

/** Who may come in, and what is kept of what they did. */
export function describeAccessContract(name: string, makePlace: MakeCataloguePlace): void {
  describeWithCatalogue(`tokens and audit of ${name}`, makePlace, (current) => {
    it('finds a token by the digest of its secret, and none by another', async () => {
      const token = makeToken({ expiresAt: '2027-01-01T00:00:00.000Z' });
      await current().tokens.save(token);
      assert.deepEqual(await current().tokens.findByDigest(token.sha256), token);
      assert.equal(await current().tokens.findByDigest('b'.repeat(64)), undefined);
    });

    it('lists the tokens of a tenant, oldest first', async () => {
      const tokens = [makeToken(), makeToken({ id: 'token-2', name: 'archive', sha256: 'b'.repeat(64) })];
      const theirs = makeToken({ id: 'token-3', tenant: 'other', sha256: 'c'.repeat(64) });
      for (const token of [...tokens, theirs]) await current().tokens.save(token);
      assert.deepEqual(await current().tokens.list('default'), tokens);
      assert.deepEqual(await current().tokens.list('other'), [theirs]);
    });

    it('refuses a second token of one name in one tenant', async () => {
      await current().tokens.save(makeToken());
      const again = makeToken({ id: 'token-2', sha256: 'b'.repeat(64) });
      await assert.rejects(current().tokens.save(again), errorWith('conflict', 'TOKEN.EXISTS'));
    });

    it('forgets a token at once, and only for the tenant that has it', async () => {
      const token = makeToken();
      await current().tokens.save(token);
      assert.equal(await current().tokens.delete('other', token.id), false);
      assert.equal(await current().tokens.delete('default', token.id), true);
      assert.equal(await current().tokens.delete('default', token.id), false);
      assert.equal(await current().tokens.findByDigest(token.sha256), undefined);
    });

    it('keeps what was done, newest first', async () => {
      const entries = ['ep-1', 'ep-2', 'ep-3'].map((subject) => ({
        at: '2026-01-01T00:00:00.000Z',
        actor: 'cutting room',
        role: 'editor',
        action: 'episode.deleted',
        subject,
        detail: { name: `${subject}.mp4` },
      }));
      for (const entry of entries) await current().audit.append(entry);
      assert.deepEqual(await current().audit.list(2), [entries[2], entries[1]]);
    });
  });
}
