import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { storedExportSchema } from '#contracts/exports.contract.js';
import { clipSchema } from '#contracts/resources.contract.js';
import {
  clipPreviewSchema,
  seriesClipsSchema,
  seriesJobsSchema,
  seriesScenesSchema,
} from '#contracts/series.contract.js';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { type Answer, type CastlineServer, startServer } from '../fixtures/processes/castline-server.js';
import {
  counting,
  makeMarkedCast,
  makeMarkedFilm,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

interface Items<Item = Record<string, unknown>> {
  readonly items: readonly Item[];
}
type Clip = z.output<typeof clipSchema>;
type StoredExport = z.output<typeof storedExportSchema>;

let place: Workplace;
let server: CastlineServer;
/** Two episodes, analysed where they lie; the second repeats the first one's frames. */
let ids: [string, string];

before(async () => {
  place = await Workplace.open();
  const cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
  const analyze = async (name: string, times: number): Promise<string> => {
    const film = makeMarkedFilm(place.path(name), times);
    const run = await place.run([
      '--json',
      'analyze',
      film,
      '--cast',
      cast,
      '--out',
      place.path('out', name),
    ]);
    assert.equal(run.code, 0, run.stderr);
    return String(run.lines.at(-1)!['episodeId']);
  };
  ids = [await analyze('第1話 "film".mp4', 1), await analyze('two.mp4', 2)];
  server = await startServer(place);
});
after(() => place.close());

const put = (path: string, body: unknown): Promise<Answer<Record<string, unknown>>> =>
  server.ask(path, { method: 'PUT', body: JSON.stringify(body) });
const remove = (path: string): Promise<Answer<unknown>> => server.ask(path, { method: 'DELETE' });
const filesKept = (): number =>
  readdirSync(`${place.home}/media`, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  ).length;

async function cut(id: string, request: object): Promise<Clip[]> {
  const asked = await server.post(`episodes/${id}/clips`, request);
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  assert.equal((await server.follow(String(asked.body['id']))).state, 'done');
  return clipsOf(id);
}
const clipsOf = async (id: string): Promise<Clip[]> =>
  (await server.ask<Items>(`episodes/${id}/clips`)).body.items.map((item) => clipSchema.parse(item));

describe('a preview of clips', () => {
  it('plans without cutting, with the very first and last frame of each clip', async () => {
    const asked = await server.post(`episodes/${ids[0]}/clips/preview`, {
      query: 'ruby AND violet',
      paddingSeconds: 0.5,
    });
    assert.equal(asked.status, 200);
    const { clips, notes } = clipPreviewSchema.parse(asked.body);
    assert.deepEqual(notes, []);
    assert.deepEqual(
      clips.map(({ start, end, frames, characters }) => [start.frame, end.frame, frames, characters]),
      [[60, 156, 96, ['Ruby', 'Violet']]],
    );
    for (const [url, frame] of [
      [clips[0]!.firstFrameUrl, 60],
      [clips[0]!.lastFrameUrl, 155],
    ] as const) {
      const picture = await server.fetch(`${url}?width=640`);
      assert.equal(picture.headers.get('Content-Type'), 'image/jpeg');
      writeFileSync(place.path('still.jpg'), new Uint8Array(await picture.arrayBuffer()));
      assert.deepEqual(readFrameNumbers(place.path('still.jpg')), [frame]);
      const again = await server.fetch(`${url}?width=640`, {
        headers: { 'If-None-Match': picture.headers.get('ETag')! },
      });
      assert.equal(again.status, 304);
    }
    assert.deepEqual(await clipsOf(ids[0]), []);
  });

  it('answers an empty result, and refuses what it cannot understand', async () => {
    const preview = (request: object): Promise<Answer<Record<string, unknown>>> =>
      server.post(`episodes/${ids[0]}/clips/preview`, request);
    assert.deepEqual((await preview({ query: 'violet >= 1min' })).body['clips'], []);
    const refused: [object, number, string][] = [
      [{ query: 'rubi' }, 404, 'QUERY.UNKNOWN_CHARACTER'],
      [{ query: 'ruby AND' }, 400, 'QUERY.SYNTAX'],
      [{ query: 'ruby', exclude: ['x'] }, 400, 'TIME.SPAN'],
      [{ query: 'ruby', maximumSeconds: 0.5 }, 400, 'CLIP.LENGTHS'],
    ];
    for (const [request, status, code] of refused) {
      const answer = await preview(request);
      assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    }
    assert.equal((await server.fetch(`episodes/${ids[0]}/stills/264`)).status, 404);
  });
});

describe('clips of two queries', () => {
  let kept: number;

  it('share the file of the frames that both have', async () => {
    const before = filesKept();
    const [first] = await cut(ids[0], { query: 'ruby AND violet' });
    kept = filesKept();
    assert.ok(kept > before);
    const clips = await cut(ids[0], { query: 'violet AND ruby' });
    assert.equal(filesKept(), kept);
    assert.deepEqual(clips.map(({ query }) => query).sort(), ['ruby AND violet', 'violet AND ruby']);
    assert.deepEqual(new Set(clips.map(({ sizeInBytes }) => sizeInBytes)), new Set([first!.sizeInBytes]));
  });

  it('keep it until the last of them is deleted', async () => {
    const [one, other] = await clipsOf(ids[0]);
    assert.equal((await remove(`clips/${one!.id}`)).status, 204);
    const media = await server.fetch(other!.mediaUrl);
    writeFileSync(place.path('clip.mp4'), new Uint8Array(await media.arrayBuffer()));
    assert.deepEqual(readFrameNumbers(place.path('clip.mp4')), counting(72, 144));
    assert.equal((await remove(`clips/${other!.id}`)).status, 204);
    assert.ok(filesKept() < kept);
    assert.equal((await server.fetch(other!.mediaUrl)).status, 404);
  });
});

describe('a kept export', () => {
  const request = { format: 'edl', query: 'violet', startTimecode: '01:00:00:00' };
  const keep = async (body: object = request): Promise<StoredExport[]> => {
    const { status, body: made } = await server.post<Items>(`episodes/${ids[0]}/exports`, body);
    assert.equal(status, 201, JSON.stringify(made));
    return made.items.map((item) => storedExportSchema.parse(item));
  };
  const listed = async (path: string): Promise<string[]> =>
    (await server.ask<Items<StoredExport>>(path)).body.items.map(({ id }) => id);

  it('is one however often it is asked for, and is listed', async () => {
    const [one] = await keep();
    assert.deepEqual(await keep(), [one]);
    const files = filesKept();
    const [csv] = await keep({ format: 'csv' });
    assert.equal(filesKept(), files + 1);
    assert.deepEqual(await listed('exports'), [csv!.id, one!.id]);
    assert.deepEqual(await listed(`episodes/${ids[0]}/exports`), [csv!.id, one!.id]);
    assert.deepEqual(await listed(`episodes/${ids[1]}/exports`), []);
    assert.deepEqual([one!.events, one!.part, one!.parts], [2, 1, 1]);
  });

  it('is sent whole or in part, under its name', async () => {
    const [{ mediaUrl, sizeInBytes, fileName }] = (await keep()) as [StoredExport];
    const whole = await server.fetch(mediaUrl);
    const text = await whole.text();
    assert.match(text, /^TITLE: .*\r\nFCM: NON-DROP FRAME/);
    assert.equal(Buffer.byteLength(text), sizeInBytes);
    assert.equal(fileName, '第1話-film_violet_24fps.edl');
    assert.match(
      whole.headers.get('Content-Disposition')!,
      /^attachment; .*filename\*=UTF-8''%E7%AC%AC1%E8%A9%B1-film_violet_24fps\.edl/,
    );
    const part = await server.fetch(mediaUrl, { headers: { Range: 'bytes=0-4' } });
    assert.deepEqual([part.status, await part.text()], [206, 'TITLE']);
    const head = await server.fetch(mediaUrl, { method: 'HEAD' });
    assert.equal(head.headers.get('Content-Length'), String(sizeInBytes));
  });

  it('has a link for programs that cannot show a token', async () => {
    const [{ id, mediaUrl }] = (await keep()) as [StoredExport];
    const { status, body } = await server.post(`exports/${id}/media/link`, undefined);
    assert.equal(status, 200);
    assert.ok(String(body['url']).startsWith(`${mediaUrl}?tenant=`));
    assert.equal((await server.fetch(String(body['url']))).status, 200);
    assert.equal((await server.post('exports/none/media/link', undefined)).status, 404);
  });

  it('is deleted with its file', async () => {
    const [one] = await keep();
    const files = filesKept();
    assert.equal((await remove(`exports/${one!.id}`)).status, 204);
    assert.equal(filesKept(), files - 1);
    assert.equal((await remove(`exports/${one!.id}`)).status, 404);
    assert.equal((await server.fetch(one!.mediaUrl)).status, 404);
  });

  it('refuses what cannot be written', async () => {
    const refused: [object, string][] = [
      [{ format: 'edl', shape: 'cuts' }, 'EXPORT.QUERY_MISSING'],
      [{ format: 'edl', reel: 'much too long' }, 'EXPORT.REEL'],
      [{ format: 'edl', startTimecode: '1h' }, 'EXPORT.START_TIMECODE'],
    ];
    for (const [body, code] of refused)
      assert.equal((await server.post(`episodes/${ids[0]}/exports`, body)).body['code'], code);
    assert.equal((await server.post(`episodes/${ids[0]}/exports`, { format: 'doc' })).status, 400);
  });
});

describe('a series', () => {
  it('is the episodes placed in it, in the order in which they are watched', async () => {
    for (const [index, id] of [...ids].reverse().entries())
      assert.equal(
        (await put(`episodes/${id}/placement`, { series: 'Gems', season: '1', number: 2 - index })).status,
        200,
      );
    const { body } = await server.ask<Items>('series');
    assert.deepEqual(body.items, [{ name: 'Gems', seasons: [{ season: '1', episodeIds: ids }] }]);
    const { body: episode } = await server.ask(`episodes/${ids[1]}`);
    assert.deepEqual(episode['placement'], { series: 'Gems', season: '1', number: 2 });
    assert.equal(
      (await put('episodes/ep_none/placement', { series: 'x', season: null, number: null })).status,
      404,
    );
  });

  it('answers a query, and leaves out what is marked', async () => {
    const marks = { items: [{ kind: 'opening', span: '0:00-0:04' }] };
    assert.deepEqual((await put(`episodes/${ids[0]}/marks`, marks)).body, marks);
    const { episodes, skipped } = seriesScenesSchema.parse(
      (await server.ask('scenes?series=Gems&query=violet%20AND%20ruby')).body,
    );
    assert.deepEqual(skipped, []);
    assert.deepEqual(
      episodes.map(({ episodeId, scenes }) => [
        episodeId,
        scenes.map(({ start, end }) => [start.frame, end.frame]),
      ]),
      [
        [ids[0], [[96, 144]]],
        [ids[1], [[72, 144], [336, 408]]], // prettier-ignore
      ],
    );
    assert.equal((await server.ask('scenes?series=Gem&query=ruby')).status, 404);
  });

  it('is cut by a job for each episode', async () => {
    const asked = await server.post('clips', { series: 'Gems', query: 'violet AND ruby' });
    assert.equal(asked.status, 202);
    const { items } = seriesJobsSchema.parse(asked.body);
    assert.deepEqual(items.map(({ episodeId }) => episodeId), ids); // prettier-ignore
    for (const { id } of items) assert.equal((await server.follow(id)).state, 'done');
    const { episodes } = seriesClipsSchema.parse((await server.ask('clips?series=Gems&season=1')).body);
    const clips = episodes.flatMap((episode) => episode.clips);
    assert.equal(clips.length, 3);
    for (const { mediaUrl, start, end } of clips) {
      writeFileSync(
        place.path('clip.mp4'),
        new Uint8Array(await (await server.fetch(mediaUrl)).arrayBuffer()),
      );
      const numbers = counting(start.frame, end.frame).map((frame) => frame % 264);
      assert.deepEqual(readFrameNumbers(place.path('clip.mp4')), numbers);
    }
  });

  it('is exported as one cut list, which is kept', async () => {
    const { status, body } = await server.post<Items>('exports', {
      series: 'Gems',
      query: 'ruby',
      format: 'mlt',
    });
    assert.equal(status, 201, JSON.stringify(body));
    const [stored] = body.items.map((item) => storedExportSchema.parse(item));
    assert.deepEqual(stored!.episodeIds, ids);
    const text = await (await server.fetch(stored!.mediaUrl)).text();
    assert.equal(text.match(/<entry producer="producer[01]"/g)?.length, stored!.events);
  });

  it('takes exports and clips with it when one of its episodes is deleted', async () => {
    assert.equal((await remove(`episodes/${ids[1]}`)).status, 204);
    const { body } = await server.ask<Items<StoredExport>>('exports');
    assert.ok(body.items.every(({ episodeIds }) => !episodeIds.includes(ids[1])));
    const referred = (await clipsOf(ids[0])).length + body.items.length;
    assert.equal(filesKept(), referred);
    assert.ok(readFileSync(place.path('two.mp4')).length > 0, "the user's own file stays");
  });
});
