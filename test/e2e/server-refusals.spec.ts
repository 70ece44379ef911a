import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { assertProblem } from '../fixtures/processes/assert-problem.js';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { type CastlineServer, startServer } from '../fixtures/processes/castline-server.js';
import { makeMarkedFilm } from '../fixtures/videos/marked-film.js';

interface Items {
  readonly items: readonly unknown[];
}

let place: Workplace;
let server: CastlineServer;

before(async () => {
  place = await Workplace.open();
  makeMarkedFilm(place.path('film.mp4'));
  server = await startServer(place);
});
after(() => place.close());

describe('the server refuses with problem details', () => {
  const upload = async (name: string, bytes: Uint8Array): Promise<string> => {
    const { status, headers, body } = await server.upload(bytes, { filename: name });
    return assertProblem(headers, body, status);
  };

  it('files that are no videos, and keeps nothing of them', async () => {
    const playlist = `#EXTM3U\n#EXTINF:10,\nfile://${place.path('film.mp4')}\n#EXT-X-ENDLIST\n`;
    const before = (await server.ask<Items>('episodes')).body.items.length;
    assert.equal(await upload('text.mp4', Buffer.from('this is a text\n'.repeat(100))), 'MEDIA.NOT_A_VIDEO');
    assert.equal(await upload('list.mp4', Buffer.from(playlist)), 'MEDIA.NOT_A_VIDEO');
    assert.equal((await server.ask<Items>('episodes')).body.items.length, before);
    assert.deepEqual(readdirSync(`${place.home}/uploads`), []);
  });

  it('an empty file', async () => {
    const { status, headers, body } = await server.ask('uploads', {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '0' },
    });
    assert.equal(assertProblem(headers, body, status), 'MEDIA.EMPTY');
  });

  const requests: [string, number, string, () => ReturnType<CastlineServer['ask']>][] = [
    ['an unknown episode', 404, 'EPISODE.MISSING', () => server.ask('episodes/nobody')],
    ['an unknown job', 404, 'JOB.MISSING', () => server.ask('jobs/none/events')],
    ['an unknown page', 400, 'PAGE.UNKNOWN', () => server.ask('episodes?after=nowhere')],
    ['a page of too many', 400, 'REQUEST.INVALID', () => server.ask('jobs?limit=1001')],
    ['an unknown route', 404, 'HTTP.REFUSED', () => server.ask('nothing')],
    ['a body that is no JSON', 400, 'HTTP.REFUSED', () => server.ask('casts', { method: 'POST', body: '{' })],
    ['a body over the limit', 413, 'HTTP.REFUSED', () => server.post('casts', { name: 'x'.repeat(200_000) })],
    [
      'a body with something unknown in it',
      400,
      'REQUEST.INVALID',
      () => server.post('casts', { name: 'x', admin: true }),
    ],
    [
      'a picture that is none',
      422,
      'PICTURE.UNREADABLE',
      () =>
        server.ask('who', { method: 'POST', body: 'no picture', headers: { 'Content-Type': 'image/png' } }),
    ],
    ['a path that leaves the page', 404, 'HTTP.REFUSED', () => server.ask('/assets/..%2f..%2fpackage.json')],
    [
      'an upload without its protocol',
      412,
      'UPLOAD.REFUSED',
      () => server.ask('uploads', { method: 'POST' }),
    ],
  ];
  for (const [what, status, code, ask] of requests) {
    it(`${what}: ${status} ${code}`, async () => {
      const answer = await ask();
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.equal(assertProblem(answer.headers, answer.body, status), code);
    });
  }

  it('and logs no error for any of it', () => assert.doesNotMatch(server.log(), /"level":(50|60)|\n\s+at /));
});
