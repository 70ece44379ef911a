import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { jobSchema } from '#contracts/resources.contract.js';
import { timelineSchema } from '#contracts/timeline.contract.js';
import { eventually } from '../contract/eventually.js';
import { ffmpegProcesses, Workplace } from '../fixtures/processes/castline-cli.js';
import { type CastlineServer, ServerEndedError, startServer } from '../fixtures/processes/castline-server.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import { makeMarkedFilm } from '../fixtures/videos/marked-film.js';

const TOKEN = 'a-secret-of-some-length';
/** 33 seconds of film at six times real time: time enough to stop in the middle, when some shots have been saved. */
const ROUNDS = 3;
const TIMES_REAL_TIME = 6;

let place: Workplace;
let film: Buffer;
let slowFfmpeg: WatchedFfmpeg;

before(async () => {
  place = await Workplace.open();
  slowFfmpeg = new WatchedFfmpeg(place.path('slow-bin'), TIMES_REAL_TIME);
  film = readFileSync(makeMarkedFilm(place.path('film.mp4'), ROUNDS));
});
after(() => place.close());

/** The status of a request that says of itself what a browser under attack would say. */
function statusOf(
  { url }: CastlineServer,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    request(new URL(path, url), { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('a server that starts', () => {
  it('refuses to be reachable from other machines without tokens', async () => {
    await assert.rejects(startServer(place, { CASTLINE_HOST: '0.0.0.0' }), (error) => {
      assert.ok(error instanceof ServerEndedError);
      assert.equal(error.code, 2);
      assert.match(
        error.output,
        /^castline: refusing to bind to 0\.0\.0\.0: .*CASTLINE_TOKENS.*\[SERVE\.UNSAFE_BINDING\]\n$/,
      );
      return true;
    });
  });

  it('says in one line that its port is taken, or that a model is missing', async () => {
    const first = await startServer(place);
    const table: [Record<string, string>, number, RegExp][] = [
      [{ CASTLINE_PORT: new URL(first.url).port }, 5, /^castline: .*port.*\[SERVE\.PORT_TAKEN\]$/m],
      [{ CASTLINE_MODELS: '/nowhere' }, 6, /^castline: .*\/nowhere.*\[MODEL\.[A-Z_]+\]\n$/],
      [{ CASTLINE_TOKENS: 'short' }, 2, /^castline: [^[]*at least 16 characters[^[]*\[CONFIG\.INVALID\]\n$/],
    ];
    for (const [env, code, output] of table) {
      await assert.rejects(startServer(place, env), (error) => {
        assert.ok(error instanceof ServerEndedError);
        assert.equal(error.code, code, error.output);
        assert.match(error.output, output);
        return true;
      });
    }
    assert.equal(await first.stop('SIGTERM'), 0);
  });

  it('with tokens opens to those who show one, and to nobody else', async () => {
    const server = await startServer(place, {
      CASTLINE_HOST: '0.0.0.0',
      CASTLINE_TOKENS: `another-secret-token,${TOKEN}`,
    });
    const withToken = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });
    for (const options of [{}, withToken('wrong-secret-of-some-length'), withToken('')]) {
      const { status, headers } = await server.ask('episodes', options);
      assert.equal(status, 401);
      assert.match(headers.get('Content-Type')!, /problem\+json/);
    }
    assert.equal((await server.ask('episodes', withToken(TOKEN))).status, 200);
    // a token in an address ends up in logs and histories
    assert.equal((await server.ask(`episodes?token=${TOKEN}`)).status, 401);
    assert.equal((await server.ask('/metrics')).status, 401);
    assert.equal(
      (
        await server.ask('uploads', {
          method: 'POST',
          headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '5' },
        })
      ).status,
      401,
    );
    for (const path of ['/healthz', '/readyz']) assert.equal((await server.ask(path)).status, 200);
    assert.equal(await statusOf(server, '/healthz', { Host: 'castline.example' }), 200);
    assert.equal(await server.stop('SIGTERM'), 0);
  });

  it('without tokens answers neither other names than its own nor pages of other origins', async () => {
    const server = await startServer(place);
    const { host } = new URL(server.url);
    const episodes = '/api/v1/episodes';
    assert.equal(await statusOf(server, episodes, { Host: host }), 200);
    assert.equal(await statusOf(server, episodes, { Host: host, Origin: `http://${host}` }), 200);
    assert.equal(await statusOf(server, episodes, { Host: 'evil.example' }), 403);
    assert.equal(await statusOf(server, '/docs', { Host: 'evil.example' }), 403);
    assert.equal(
      await statusOf(server, `${episodes}/x/analyze`, { Host: host, Origin: 'http://evil.example' }, 'POST'),
      403,
    );
    const preflight = await server.fetch('uploads', {
      method: 'OPTIONS',
      headers: { Origin: `http://${host}` },
    });
    assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), null);
    assert.equal(await server.stop('SIGTERM'), 0);
  });
});

describe('a server that is stopped in the middle of an analysis', () => {
  const env = (): Record<string, string> => ({ CASTLINE_HOME: place.path('life-home') });
  const slow = (): Record<string, string> => ({ ...env(), ...slowFfmpeg.env });
  const fractionOf = (data: unknown): number => {
    const { progress } = jobSchema.parse(data);
    return progress?.stage === 'scan' ? progress.fraction : 0;
  };
  let jobId: string;
  let episodeId: string;

  it('keeps what has arrived of an upload when it is killed', async () => {
    const first = await startServer(place, env());
    const { location } = await first.createUpload(film.length, { filename: 'film.mp4' });
    const half = Math.floor(film.length / 2);
    await first.patchUpload(location, 0, film.subarray(0, half));
    await first.stop('SIGKILL');
    const second = await startServer(place, slow());
    assert.equal(await second.offsetOf(location), half);
    const { headers } = await second.patchUpload(location, half, film.subarray(half));
    [episodeId, jobId] = [headers.get('Castline-Episode')!, headers.get('Castline-Job')!];
    await second.events(`jobs/${jobId}/events`, ({ data }) => fractionOf(data) >= 0.5);
    assert.equal(ffmpegProcesses(place.path('life-home')).length, 1);
    await second.stop('SIGKILL');
    await eventually(
      'ffmpeg ends with its parent',
      () => ffmpegProcesses(place.path('life-home')).length === 0,
    );
  });

  it('drains on SIGTERM: unready at once, the job put back, nothing left running, whoever still listens', async () => {
    const server = await startServer(place, slow());
    const listening = server.events('events', () => false).catch(() => 'cut off');
    await server.events(`jobs/${jobId}/events`, ({ data }) => fractionOf(data) > 0);
    const stopped = server.stop('SIGTERM');
    await eventually(
      'it says that it is not ready',
      async () => (await server.ask('/readyz').catch(() => ({ status: 503 }))).status === 503,
    );
    assert.equal(await stopped, 0);
    assert.ok(await listening, 'who still listens is let go');
    assert.deepEqual(ffmpegProcesses(place.path('life-home')), []);
    assert.doesNotMatch(server.log(), /"level":(50|60)/);
  });

  it('finishes the job after it was started again', async () => {
    const server = await startServer(place, env());
    assert.equal((await server.follow(jobId)).state, 'done');
    const { shots } = timelineSchema.parse((await server.ask(`episodes/${episodeId}/timeline`)).body);
    assert.equal(shots.length, 4 * ROUNDS);
    assert.equal(await server.stop('SIGTERM'), 0);
  });

  it('ends with the command that started it', async () => {
    const running = place.start(['--home', place.path('serve-home'), 'serve', '--port', '0']);
    await running.until((output) => output.includes('Castline serves at'));
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Castline serves at http:\/\/127\.0\.0\.1:\d+ .*\n$/);
  });
});
