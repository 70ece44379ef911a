import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import type { z } from 'zod';
import { clipSchema } from '#contracts/resources.contract.js';
import { reelSchema, stickerSchema } from '#contracts/works.contract.js';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { type CastlineServer, startServer } from '../fixtures/processes/castline-server.js';
import {
  addSubtitles,
  counting,
  ffmpeg,
  makeMarkedFilm,
  makeMarkPicture,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

type Clip = z.output<typeof clipSchema>;

interface Items {
  readonly items: readonly Record<string, unknown>[];
}

let place: Workplace;
let server: CastlineServer;
let episode: string;

before(async () => {
  place = await Workplace.open();
  server = await startServer(place);
  const castId = String((await server.post('casts', { name: 'cast' })).body['id']);
  for (const [character, mark] of [
    ['Ruby', 'red'],
    ['Violet', 'magenta'],
  ] as const) {
    const body = readFileSync(makeMarkPicture(place.path(`${mark}.png`), [mark]));
    const path = `casts/${castId}/pictures?character=${character}`;
    await server.ask(path, { method: 'POST', body, headers: { 'Content-Type': 'image/png' } });
  }
  const film = readFileSync(addSubtitles(makeMarkedFilm(place.path('silent.mp4')), place.path('film.mp4')));
  const { headers } = await server.upload(film, { filename: 'film.mp4', castId });
  episode = `episodes/${headers.get('Castline-Episode')}`;
  assert.equal((await server.follow(headers.get('Castline-Job')!)).state, 'done');
});
after(() => place.close());

/** Asks for work, waits for its end, and returns what there is afterwards. */
async function make(what: string, request: unknown): Promise<Items['items']> {
  const asked = await server.post(`${episode}/${what}`, request);
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  const { state, seen } = await server.follow(String(asked.body['id']));
  assert.equal(state, 'done', JSON.stringify(seen.at(-1)?.data));
  return (await server.ask<Items>(`${episode}/${what}`)).body.items;
}

async function download(url: unknown, name: string): Promise<{ path: string; response: Response }> {
  const response = await server.fetch(String(url));
  assert.equal(response.status, 200);
  const path = place.path(name);
  writeFileSync(path, new Uint8Array(await response.arrayBuffer()));
  return { path, response };
}

/** What was told until the first event of this type, with it. */
async function eventsUntil(
  last: string,
): Promise<{ type: string | undefined; data: Record<string, unknown> }[]> {
  const seen = await server.events('events', ({ type }) => type === last);
  return seen.map(({ type, data }) => ({ type, data: factsIn(data) }));
}

const factsIn = (event: Record<string, unknown>): Record<string, unknown> =>
  event['data'] as Record<string, unknown>;

describe('reels of a server', () => {
  const request = { queries: ['violet', 'ruby AND NOT violet'], titles: true };

  it('are made by a job, listed, sent whole and in part under a good name, and told of', async () => {
    const reels = (await make('reels', request)).map((item) => reelSchema.parse(item));
    assert.equal(reels.length, 1);
    const [reel] = reels;
    assert.deepEqual(
      [reel!.queries, reel!.scenes, reel!.frames, reel!.durationMs],
      [request.queries, 3, 312, 13000],
    );
    assert.deepEqual(
      reel!.chapters.map(({ startMs }) => startMs),
      [0, 5000, 8000],
    );
    const { path, response } = await download(reel!.mediaUrl, 'reel.mp4');
    const numbers = readFrameNumbers(path);
    assert.deepEqual(numbers.slice(48, 192), [...counting(72, 144), ...counting(192, 264)]);
    assert.deepEqual(numbers.slice(240), counting(0, 72));
    assert.equal(response.headers.get('Content-Type'), 'video/mp4');
    assert.match(response.headers.get('Content-Disposition')!, /reel_violet_ruby-AND-NOT-violet\.mp4/);
    const part = await server.fetch(reel!.mediaUrl, { headers: { Range: 'bytes=10-19' } });
    assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 10]);
    assert.equal((await eventsUntil('reel.ready.v1')).at(-1)!.data['reelId'], reel!.id);
    const link = await server.post(`reels/${reel!.id}/media/link`, {});
    assert.equal(link.status, 200, JSON.stringify(link.body));
    assert.equal((await server.fetch(String(link.body['url']))).status, 200);
  });

  it('are made once: the same request is the same reel, without new work', async () => {
    const before = (await server.ask<Items>(`${episode}/reels`)).body.items;
    assert.deepEqual(await make('reels', request), before);
    await make('clips', { query: 'ruby AND violet' });
    const told = await eventsUntil('clip.ready.v1');
    assert.equal(told.filter(({ type }) => type === 'reel.ready.v1').length, 1);
  });

  it('of nothing are none, and wrong queries are refused at once', async () => {
    const before = (await server.ask<Items>(`${episode}/reels`)).body.items;
    assert.deepEqual(await make('reels', { queries: ['violet'], minimumSeconds: 60 }), before);
    const codes: unknown[] = [];
    for (const queries of [['rubi'], ['ruby AND'], []])
      codes.push((await server.post(`${episode}/reels`, { queries })).body['code']);
    assert.deepEqual(codes, ['QUERY.UNKNOWN_CHARACTER', 'QUERY.SYNTAX', 'REQUEST.INVALID']);
  });

  it('are deleted with their file', async () => {
    const [reel] = (await server.ask<Items>(`${episode}/reels`)).body.items;
    const id = String(reel!['id']);
    assert.equal((await server.ask(`reels/${id}`, { method: 'DELETE' })).status, 204);
    const answer = await server.ask(`reels/${id}/media`);
    assert.deepEqual([answer.status, answer.body['code']], [404, 'WORK.MISSING']);
    assert.deepEqual((await server.ask<Items>(`${episode}/reels`)).body.items, []);
  });
});

describe('clips of a server with subtitles and chapters', () => {
  const query = 'violet AND NOT ruby';
  const made = async (extras: object): Promise<Clip[]> =>
    (await make('clips', { query, ...extras }))
      .map((item) => clipSchema.parse(item))
      .filter((clip) => clip.query === query);

  it('are clips of their own, made once, and told of with what they took along', async () => {
    const both = { subtitles: true, chapters: true };
    const [clip] = await made(both);
    assert.deepEqual(clip!.cut!.extras, { subtitles: 1, chapters: 1, leftOut: [] });
    const { path } = await download(clip!.mediaUrl, 'spoken.mp4');
    assert.match(ffmpeg(['-i', path, '-map', '0:s', '-f', 'srt', 'pipe:1']).stdout.toString(), /third/);
    const told = await server.events('events', ({ data }) => factsIn(data)['clipId'] === clip!.id);
    assert.deepEqual(factsIn(told.at(-1)!.data)['cut'], clip!.cut);
    assert.deepEqual(await made(both), [clip]);
    const [one, other] = await made({});
    assert.deepEqual([one!.cut!.extras, other!.cut!.extras].filter(Boolean), [clip!.cut!.extras]);
    for (const { id } of [one!, other!])
      assert.equal((await server.ask(`clips/${id}`, { method: 'DELETE' })).status, 204);
  });
});

describe('reframed clips of a server', () => {
  it('are clips of their own, beside those of the whole picture', async () => {
    const clips = (await make('clips', { query: 'ruby AND violet', aspect: '1:1' })).map((item) =>
      clipSchema.parse(item),
    );
    assert.deepEqual(clips.map(({ aspect }) => aspect).sort(), ['1:1', null]);
    const square = clips.find(({ aspect }) => aspect === '1:1')!;
    const { path, response } = await download(square.mediaUrl, 'square.mp4');
    assert.match(response.headers.get('Content-Disposition')!, /_1x1\.mp4/);
    const frame = 384 * 384;
    const raw = ffmpeg([
      '-i',
      path,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
      'pipe:1',
    ]);
    assert.equal(raw.stdout.length, 72 * frame);
  });
});

describe('stickers of a server', () => {
  const request = { character: 'ruby', formats: ['webp', 'gif', 'apng', 'png'] };
  const types = { webp: 'webp', gif: 'gif', apng: 'png', png: 'png' } as const;

  it('are made in every format, small enough, looping where they move, with a sheet', async () => {
    const stickers = (await make('stickers', request)).map((item) => stickerSchema.parse(item));
    assert.deepEqual(
      stickers.map(({ expression, format }) => [expression === null, format]),
      [...request.formats.map((format) => [false, format]), [true, 'png']],
    );
    for (const { mediaUrl, fileName, format, contentType, ...sticker } of stickers) {
      const { path, response } = await download(mediaUrl, fileName);
      assert.equal(response.headers.get('Content-Type'), contentType);
      const facts = await sharp(path, { pages: -1 }).metadata();
      const height = facts.pageHeight ?? facts.height;
      assert.deepEqual([facts.format, facts.width, height], [types[format], sticker.width, sticker.height]);
      assert.ok(readFileSync(path).length === sticker.sizeInBytes && sticker.sizeInBytes <= 500_000);
      if (sticker.expression === null) continue;
      assert.ok(sticker.width <= 240 && sticker.height <= 240 && sticker.width >= 16);
      assert.equal(sticker.frames > 1, format !== 'png');
      if (format === 'webp' || format === 'gif') {
        // equal neighbours may be written as one that is shown for longer
        assert.ok(facts.loop === 0 && facts.pages! > 1 && facts.pages! <= sticker.frames, format);
        const shown = facts.delay!.reduce((sum, each) => sum + each, 0) / sticker.frames;
        assert.ok(shown >= 75 && shown <= 90, `${shown} ms a picture in ${format}`);
      }
      if (format === 'apng') assert.deepEqual(readApng(path), { frames: sticker.frames, plays: 0 });
    }
  });

  it('show the character', async () => {
    const items = (await server.ask<Items>(`${episode}/stickers`)).body.items;
    const still = stickerSchema.parse(items.find(({ format, expression }) => format === 'png' && expression));
    const { path } = await download(still.mediaUrl, 'still.png');
    const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    let red = 0;
    for (let at = 0; at < data.length; at += 3)
      if (data[at]! > 180 && data[at + 1]! < 80 && data[at + 2]! < 80) red++;
    assert.ok(red > 0.2 * info.width * info.height, `${red} red points of ${info.width} x ${info.height}`);
  });

  it('are made once', async () => {
    const before = (await server.ask<Items>(`${episode}/stickers`)).body.items;
    assert.deepEqual(await make('stickers', request), before);
  });

  it('of nobody, and of an expression that nobody makes, are none', async () => {
    const before = (await server.ask<Items>(`${episode}/stickers`)).body.items;
    const refused = await server.post(`${episode}/stickers`, { character: 'rubi' });
    assert.deepEqual([refused.status, refused.body['code']], [404, 'QUERY.UNKNOWN_CHARACTER']);
    const unseen = before.some(({ expression }) => expression === 'disgust') ? 'fear' : 'disgust';
    assert.deepEqual(await make('stickers', { character: 'ruby', expression: unseen }), before);
  });
});

/** What an APNG's control chunk says. */
function readApng(path: string): { frames: number; plays: number } {
  const bytes = readFileSync(path);
  const at = bytes.indexOf('acTL') + 4;
  assert.ok(at > 4, 'has a control chunk');
  return { frames: bytes.readUInt32BE(at), plays: bytes.readUInt32BE(at + 4) };
}

describe('the server', () => {
  it('logs no error for any of it', () => assert.doesNotMatch(server.log(), /"level":(50|60)|\n\s+at /));
});
