import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { auditEntrySchema, newTokenSchema, tokenSchema } from '#contracts/access.contract.js';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { type CastlineServer, startServer } from '../fixtures/processes/castline-server.js';
import { makeMarkedFilm } from '../fixtures/videos/marked-film.js';

let place: Workplace;
let server: CastlineServer;
/** A secret for each role, made at the command line. */
const secrets = new Map<string, string>();
let episodeId: string;
let clipId: string;

const as = (role: string): RequestInit => ({ headers: { Authorization: `Bearer ${secrets.get(role)}` } });

before(async () => {
  place = await Workplace.open();
  for (const role of ['viewer', 'editor', 'admin', 'worker']) {
    const { code, lines, stderr } = await place.run([
      '--json',
      'tokens',
      'add',
      `the ${role}`,
      '--role',
      role,
    ]);
    assert.equal(code, 0, stderr);
    secrets.set(role, String(lines.at(-1)?.['secret']));
  }
  server = await startServer(place, { CASTLINE_REQUIRE_TOKEN: 'true', CASTLINE_HOST: '0.0.0.0' });
  await uploadFilm();
});
after(async () => {
  assert.equal(await server.stop('SIGTERM'), 0);
  await place.close();
});

async function uploadFilm(): Promise<void> {
  const film = readFileSync(makeMarkedFilm(place.path('film.mp4'), 1));
  const authorization = { Authorization: `Bearer ${secrets.get('editor')}`, 'Tus-Resumable': '1.0.0' };
  const created = await server.ask('uploads', {
    method: 'POST',
    headers: {
      ...authorization,
      'Upload-Length': String(film.length),
      'Upload-Metadata': `filename ${btoa('film.mp4')}`,
    },
  });
  assert.equal(created.status, 201);
  const sent = await server.ask(created.headers.get('Location')!, {
    method: 'PATCH',
    headers: { ...authorization, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
    body: film as unknown as NonNullable<RequestInit['body']>,
  });
  episodeId = sent.headers.get('Castline-Episode')!;
  await ended(sent.headers.get('Castline-Job')!);
  const { items } = (
    await server.ask<{ items: { name: string }[] }>(`episodes/${episodeId}/characters`, as('viewer'))
  ).body;
  const cut = await server.ask<{ id: string }>(`episodes/${episodeId}/clips`, {
    ...as('editor'),
    method: 'POST',
    body: JSON.stringify({ query: JSON.stringify(items[0]!.name) }),
  });
  assert.equal(cut.status, 202);
  await ended(cut.body.id);
  const clips = await server.ask<{ items: { id: string }[] }>(`episodes/${episodeId}/clips`, as('viewer'));
  clipId = clips.body.items[0]!.id;
}

async function ended(jobId: string): Promise<void> {
  const headers = as('viewer').headers as Record<string, string>;
  const seen = await server.events(`jobs/${jobId}/events`, ({ data }) => data['state'] === 'done', headers);
  assert.equal(seen.at(-1)?.data['state'], 'done');
}

describe('a server that asks for tokens', () => {
  it('lets each role do what it may, and nothing more', async () => {
    const table: [string, string, string, Record<string, number>][] = [
      ['GET', 'episodes', '', { viewer: 200, editor: 200, admin: 200, worker: 200, nobody: 401 }],
      ['POST', 'casts', '{"name":"x"}', { viewer: 403, editor: 201, admin: 201, worker: 403, nobody: 401 }],
      ['GET', 'tokens', '', { viewer: 403, editor: 403, admin: 200, worker: 403, nobody: 401 }],
      ['GET', 'audit', '', { viewer: 403, editor: 403, admin: 200, worker: 403, nobody: 401 }],
      ['GET', '/metrics', '', { viewer: 403, editor: 403, admin: 200, worker: 200, nobody: 401 }],
      ['DELETE', 'episodes/nobody', '', { viewer: 403, editor: 403, admin: 404, worker: 403, nobody: 401 }],
      ['GET', '/docs', '', { viewer: 200, nobody: 401 }],
      ['GET', '/openapi.json', '', { viewer: 200, nobody: 401 }],
      ['GET', '/', '', { nobody: 200 }],
      ['GET', '/readyz', '', { nobody: 200 }],
    ];
    for (const [method, path, body, expected] of table) {
      for (const [role, status] of Object.entries(expected)) {
        const request = { method, ...(role === 'nobody' ? {} : as(role)), ...(body === '' ? {} : { body }) };
        const answer = await server.ask(path, request);
        assert.equal(answer.status, status, `${role}: ${method} ${path}`);
        if (status >= 400) assert.match(answer.headers.get('Content-Type')!, /problem\+json/);
        if (status === 401 && !path.startsWith('/'))
          assert.match(answer.headers.get('WWW-Authenticate')!, /^Bearer/);
      }
    }
  });

  it('takes a token back at once, and says in the audit who did', async () => {
    const made = await server.ask('tokens', {
      ...as('admin'),
      method: 'POST',
      body: '{"name":"guest","role":"viewer","days":1}',
    });
    assert.equal(made.status, 201);
    const { id, secret } = newTokenSchema.parse(made.body);
    const guest = { headers: { Authorization: `Bearer ${secret}` } };
    assert.equal((await server.ask('episodes', guest)).status, 200);
    const listed = await server.ask<{ items: unknown[] }>('tokens', as('admin'));
    assert.deepEqual(
      listed.body.items.map((token) => tokenSchema.strict().parse(token).name),
      ['the viewer', 'the editor', 'the admin', 'the worker', 'guest'],
    );
    assert.equal(
      (
        await server.ask('tokens', {
          ...as('admin'),
          method: 'POST',
          body: '{"name":"guest","role":"viewer"}',
        })
      ).status,
      409,
    );
    assert.equal((await server.ask(`tokens/${id}`, { ...as('admin'), method: 'DELETE' })).status, 204);
    assert.equal((await server.ask('episodes', guest)).status, 401);
    const audit = await server.ask<{ items: unknown[] }>('audit', as('admin'));
    const entries = audit.body.items.map((entry) => auditEntrySchema.parse(entry));
    assert.deepEqual(
      entries.slice(0, 2).map(({ action, actor, subject }) => [action, actor, subject]),
      [
        ['token.revoked', 'the admin', id],
        ['token.created', 'the admin', id],
      ],
    );
    assert.ok(!JSON.stringify(entries).includes(secret));
  });

  it('signs the page in by a cookie that scripts cannot read and other pages cannot use', async () => {
    const wrong = await server.post('session', { token: 'guessed' });
    assert.equal(wrong.status, 401);
    const answer = await server.post('session', { token: secrets.get('viewer') });
    assert.deepEqual(
      [answer.status, answer.body],
      [200, { tenant: 'default', role: 'viewer', name: 'the viewer' }],
    );
    const set = answer.headers.get('Set-Cookie')!;
    assert.match(set, /HttpOnly/);
    assert.match(set, /SameSite=Strict/);
    const cookie = set.split(';')[0]!;
    assert.equal((await server.ask('episodes', { headers: { Cookie: cookie } })).status, 200);
    const foreign = { headers: { Cookie: cookie, Origin: 'https://evil.example' } };
    assert.equal((await server.ask('episodes', foreign)).status, 401);
  });

  it('makes links that open one file for a while, without a token', async () => {
    const made = await server.ask<{ url: string }>(`clips/${clipId}/media/link?seconds=2`, {
      ...as('viewer'),
      method: 'POST',
    });
    assert.equal(made.status, 200);
    const opened = await server.fetch(made.body.url);
    assert.deepEqual([opened.status, opened.headers.get('Content-Type')], [200, 'video/mp4']);
    assert.equal((await server.fetch(made.body.url, { method: 'HEAD' })).status, 200);
    assert.equal((await server.ask(made.body.url.replace(clipId, 'another'))).status, 401);
    assert.equal((await server.ask(made.body.url.replace('/media', ''))).status, 401);
    assert.equal((await server.ask(`clips/${clipId}/media`)).status, 401);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    assert.equal((await server.ask(made.body.url)).status, 401);
    assert.equal(
      (await server.ask('clips/nobody/media/link', { ...as('viewer'), method: 'POST' })).status,
      404,
    );
    assert.equal(
      (await server.ask(`clips/${clipId}/media/link?seconds=0`, { ...as('viewer'), method: 'POST' })).status,
      400,
    );
  });
});

describe('a server that counts', () => {
  it('answers 429 with a time to wait to whoever asks too often, and goes on serving others', async () => {
    const busy = await startServer(place, {
      CASTLINE_REQUIRE_TOKEN: 'true',
      CASTLINE_REQUESTS_PER_MINUTE: '5',
    });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await busy.ask('episodes', as('viewer'))).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429]);
    const refused = await busy.ask('casts', as('viewer'));
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('Retry-After')) > 0);
    assert.equal((await busy.ask('episodes', as('editor'))).status, 200);
    assert.equal(await busy.stop('SIGTERM'), 0);
  });
});

describe('castline tokens', () => {
  it('lists, and takes back by name', async () => {
    const listed = await place.run(['tokens']);
    assert.match(listed.stdout, /^the viewer +viewer +since \d{4}-\d\d-\d\d, does not expire$/m);
    for (const secret of secrets.values()) assert.ok(!listed.stdout.includes(secret));
    assert.equal((await place.run(['tokens', 'revoke', 'nobody'])).code, 3);
    assert.equal((await place.run(['tokens', 'add', 'late', '--days', '0'])).code, 2);
    assert.equal((await place.run(['tokens', 'revoke', 'the worker'])).code, 0);
    assert.equal((await server.ask('/metrics', as('worker'))).status, 401);
  });
});
