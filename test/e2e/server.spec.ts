import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { timelineSchema } from '#contracts/timeline.contract.js';
import {
  castSchema,
  clipSchema,
  episodeSchema,
  jobSchema,
  trackSchema,
} from '#contracts/resources.contract.js';
import { assertProblem } from '../fixtures/processes/assert-problem.js';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { type CastlineServer, startServer } from '../fixtures/processes/castline-server.js';
import { FACE_FIELDS } from '../fixtures/processes/face-fields.js';
import {
  counting,
  framesOf,
  makeMarkedFilm,
  makeMarkPicture,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

interface Items<Item = Record<string, unknown>> {
  readonly items: readonly Item[];
}

const NAME = '-rf "小明" 🐰;$(id).mp4';

let place: Workplace;
let server: CastlineServer;
let film: Buffer;
let castId: string;
let episodeId: string;
let jobId: string;

before(async () => {
  place = await Workplace.open();
  film = readFileSync(makeMarkedFilm(place.path('film.mp4')));
  server = await startServer(place);
});
after(() => place.close());

describe('the server', () => {
  it('is alive and ready, and says how it is', async () => {
    assert.deepEqual((await server.ask('/healthz')).body, { status: 'ok' });
    const ready = await server.ask('/readyz');
    assert.equal(ready.status, 200);
    assert.equal(ready.body['ready'], true);
    const { body } = await server.ask<string>('/metrics');
    assert.match(body, /^castline_queue_jobs\{kind="episode.analyze",state="queued"\} 0$/m);
  });

  it('documents every route', async () => {
    assert.match((await server.ask<string>('/docs')).body, /swagger/i);
    const { body } = await server.ask<{ paths: Record<string, unknown> }>('/openapi.json');
    for (const path of ['/episodes/{id}/timeline', '/episodes/{id}/clips', '/jobs/{id}/events', '/who'])
      assert.ok(`/api/v1${path}` in body.paths, path);
  });

  it('makes a cast of pictures', async () => {
    const made = await server.post('casts', { name: 'my cast' });
    assert.equal(made.status, 201);
    castId = String(made.body['id']);
    for (const [character, mark] of [
      ['Ruby', 'red'],
      ['Violet', 'magenta'],
    ] as const) {
      const body = readFileSync(makeMarkPicture(place.path(`${mark}.png`), [mark]));
      const path = `casts/${castId}/pictures?character=${character}`;
      const { status } = await server.ask(path, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'image/png' },
      });
      assert.equal(status, 201);
    }
    const { characters } = castSchema.parse((await server.ask(`casts/${castId}`)).body);
    assert.deepEqual(
      characters.map(({ name, references }) => [name, references]),
      [
        ['Ruby', 1],
        ['Violet', 1],
      ],
    );
  });

  it('takes an upload in pieces and goes on after a lost connection', async () => {
    const { location } = await server.createUpload(film.length, { filename: NAME, castId });
    const third = Math.floor(film.length / 3);
    assert.equal((await server.patchUpload(location, 0, film.subarray(0, third))).status, 204);
    await server.losePiece(location, third, film.subarray(third, 2 * third));
    const offset = await server.offsetOf(location);
    assert.ok(offset >= third && offset < film.length, `${offset} of ${film.length}`);
    const wrong = await server.patchUpload(location, 0, film.subarray(0, 10));
    assert.equal(wrong.status, 409);
    assertProblem(wrong.headers, wrong.body, 409);
    const last = await server.patchUpload(location, offset, film.subarray(offset));
    assert.equal(last.status, 204);
    episodeId = last.headers.get('Castline-Episode')!;
    jobId = last.headers.get('Castline-Job')!;
    const episode = episodeSchema.parse((await server.ask(`episodes/${episodeId}`)).body);
    assert.equal(episode.name, NAME);
    assert.equal(episode.sizeInBytes, film.length);
  });

  it('tells how far a job is until it has ended', async () => {
    const { state, seen } = await server.follow(jobId);
    assert.equal(state, 'done');
    for (const { data } of seen) jobSchema.parse(data);
    const fractions = seen.flatMap(({ data }) => {
      const { progress } = jobSchema.parse(data);
      return progress?.stage === 'scan' ? [progress.fraction] : [];
    });
    assert.ok(fractions.length > 0);
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
  });

  it('serves the timeline, its characters and its tracks', async () => {
    const { body } = await server.ask(`episodes/${episodeId}/timeline`);
    const timeline = timelineSchema.parse(body);
    const violet = timeline.characters.find(({ name }) => name === 'Violet')!;
    assert.deepEqual(
      violet.instances.map(({ start, end }) => [start.frame, end.frame]),
      framesOf('magenta'),
    );
    const characters = await server.ask<Items>(`episodes/${episodeId}/characters`);
    assert.deepEqual(characters.body.items, timeline.characters);
    const tracks = (await server.ask<Items>(`episodes/${episodeId}/tracks`)).body.items.map((track) =>
      trackSchema.parse(track),
    );
    assert.deepEqual(
      new Set(tracks.map(({ id }) => id)),
      new Set(timeline.characters.flatMap(({ instances }) => instances.flatMap(({ trackIds }) => trackIds))),
    );
    const crop = await server.fetch(`episodes/${episodeId}/tracks/${tracks[0]!.id}/crop`);
    assert.equal(crop.headers.get('Content-Type'), 'image/jpeg');
    assert.deepEqual([...new Uint8Array(await crop.arrayBuffer()).subarray(0, 2)], [0xff, 0xd8]);
  });

  it('cuts clips, exact to the frame, and tells of it in its events', async () => {
    const asked = await server.post(`episodes/${episodeId}/clips`, {
      query: 'ruby AND violet',
      paddingSeconds: 0.5,
    });
    assert.equal(asked.status, 202);
    assert.equal((await server.follow(String(asked.body['id']))).state, 'done');
    const [clip] = (await server.ask<Items>(`episodes/${episodeId}/clips`)).body.items.map((item) =>
      clipSchema.parse(item),
    );
    assert.deepEqual([clip!.start.frame, clip!.end.frame], [60, 156]);
    const media = await server.fetch(clip!.mediaUrl);
    writeFileSync(place.path('clip.mp4'), new Uint8Array(await media.arrayBuffer()));
    assert.deepEqual(readFrameNumbers(place.path('clip.mp4')), counting(60, 156));
    const events = await server.events('events', ({ type }) => type === 'clip.ready.v1');
    const types = events.map(({ type }) => type);
    for (const type of ['episode.uploaded.v1', 'timeline.published.v1', 'episode.analyzed.v1'])
      assert.ok(types.includes(type), type);
    const later = await server.events('events', () => true, { 'Last-Event-ID': events.at(-2)!.id! });
    assert.equal(later[0]!.id, events.at(-1)!.id);
  });

  it('answers who is in a picture', async () => {
    const body = readFileSync(makeMarkPicture(place.path('both.png'), ['red', 'magenta']));
    const answer = await server.ask<Items>(`who?castId=${castId}`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'image/png' },
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body.items.map(({ name }) => name).sort(), ['Ruby', 'Violet']);
    assert.deepEqual(Object.keys(answer.body.items[0]!), FACE_FIELDS);
  });
});

describe('a stored file', () => {
  const range = (value: string, more: Record<string, string> = {}): Promise<Response> =>
    server.fetch(`episodes/${episodeId}/media`, { headers: { Range: value, ...more } });

  it('is sent whole, with its name, and is the same', async () => {
    const response = await server.fetch(`episodes/${episodeId}/media`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('Accept-Ranges'), 'bytes');
    assert.match(
      response.headers.get('Content-Disposition')!,
      /filename\*=UTF-8''-rf%20%22%E5%B0%8F%E6%98%8E/,
    );
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), film);
  });

  it('answers HEAD with its size and nothing else', async () => {
    const response = await server.fetch(`episodes/${episodeId}/media`, { method: 'HEAD' });
    assert.equal(response.headers.get('Content-Length'), String(film.length));
    assert.equal((await response.arrayBuffer()).byteLength, 0);
  });

  it('is sent in part', async () => {
    const parts: [string, number, number][] = [
      ['bytes=0-0', 0, 1],
      ['bytes=100-299', 100, 300],
      ['bytes=-500', film.length - 500, film.length],
      [`bytes=${film.length - 10}-`, film.length - 10, film.length],
      [`bytes=10-${film.length * 2}`, 10, film.length],
    ];
    for (const [header, start, end] of parts) {
      const response = await range(header);
      assert.equal(response.status, 206, header);
      assert.equal(response.headers.get('Content-Range'), `bytes ${start}-${end - 1}/${film.length}`);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), film.subarray(start, end), header);
    }
  });

  it('refuses a part beyond its end', async () => {
    const response = await range(`bytes=${film.length}-`);
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('Content-Range'), `bytes */${film.length}`);
  });

  it('is sent in part only while it is the file the client knows', async () => {
    const etag = (await range('bytes=0-0')).headers.get('ETag')!;
    assert.equal((await range('bytes=0-9', { 'If-Range': etag })).status, 206);
    const other = await range('bytes=0-9', { 'If-Range': '"another"' });
    assert.equal(other.status, 200);
    assert.equal((await other.arrayBuffer()).byteLength, film.length);
    assert.equal((await range('bytes=0-9', { 'If-None-Match': etag })).status, 304);
  });
});

describe('the lists of the server', () => {
  it('are read page by page', async () => {
    const first = await server.ask<{ items: unknown[]; next: string | null }>('jobs?limit=1');
    assert.equal(first.body.items.length, 1);
    assert.ok(first.body.next);
    const second = await server.ask<Items>(`jobs?limit=1&after=${first.body.next}`);
    assert.equal(second.body.items.length, 1);
    assert.notDeepEqual(second.body.items, first.body.items);
    const ofKind = await server.ask<Items>(`jobs?episodeId=${episodeId}&kind=episode.analyze&state=done`);
    assert.ok(ofKind.body.items.some(({ id }) => id === jobId));
    const { body } = await server.ask<{ items: { id: string }[]; next: string | null }>('episodes?limit=1');
    assert.deepEqual([body.items.map(({ id }) => id), body.next], [[episodeId], null]);
  });
});

describe('the server refuses queries', () => {
  const queries: [string, number, string, string][] = [
    ['that breaks off', 400, 'QUERY.SYNTAX', 'ruby AND'],
    ['for nobody', 404, 'QUERY.UNKNOWN_CHARACTER', 'rubi'],
  ];
  for (const [what, status, code, query] of queries) {
    it(`a query ${what}: ${status} ${code}`, async () => {
      const answer = await server.post(`episodes/${episodeId}/clips`, { query });
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.equal(assertProblem(answer.headers, answer.body, status), code);
    });
  }
});

describe('an episode of the server', () => {
  it('deletes an episode with everything that was made of it', async () => {
    assert.equal((await server.ask(`episodes/${episodeId}`, { method: 'DELETE' })).status, 204);
    assert.equal((await server.ask(`episodes/${episodeId}`)).status, 404);
    assert.equal((await server.ask(`episodes/${episodeId}/media`)).status, 404);
  });

  it('and logs no error for any of it', () => assert.doesNotMatch(server.log(), /"level":(50|60)|\n\s+at /));
});
