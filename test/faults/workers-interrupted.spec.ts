import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpegProcesses } from '../fixtures/processes/castline-cli.js';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import { Account } from './account.js';
import { type App, Cluster } from './cluster.js';
import {
  anotherCopy,
  jobsOf,
  makeShortFilm,
  patiently,
  untilAnalyzed,
  untilCut,
  uploadStubbornly,
} from './episodes.js';
import { record, secondsSince } from './fault-table.js';

const FILM_SECONDS = 8;

describe('workers that are interrupted', () => {
  let cluster: Cluster;
  let api: CastlineServer;
  let account: Account;
  let film: Buffer;
  let slowFfmpeg: WatchedFfmpeg;
  let numbers = 0;

  before(async () => {
    cluster = await Cluster.open({
      apps: { analyzer: 0 },
      env: { CASTLINE_STRETCH_SECONDS: '60', CASTLINE_DRAIN_SECONDS: '1' },
    });
    slowFfmpeg = new WatchedFfmpeg(cluster.place.path('slow-bin'), 2);
    api = cluster.client();
    account = await Account.open(cluster, api);
    film = makeShortFilm(cluster.place, FILM_SECONDS);
  });
  after(async () => {
    for (const app of cluster?.apps ?? []) app.signal('SIGCONT');
    await account?.close();
    await cluster?.close();
  });

  const upload = (): Promise<string> => {
    const number = ++numbers;
    return uploadStubbornly(api, anotherCopy(film, number), `film-${number}.mp4`);
  };

  /** An analyzer that needs some seconds for the film. */
  async function slowAnalyzer(): Promise<App> {
    const app = await cluster.add('analyzer', slowFfmpeg.env);
    app.start();
    await app.untilReady();
    return app;
  }

  const untilScanned = (id: string): Promise<boolean> =>
    patiently('the scan has begun', async () => {
      const jobs = await jobsOf(api, id);
      const isRunning = jobs.some(({ kind, state }) => kind === 'stretch.scan' && state === 'running');
      return isRunning && ffmpegProcesses(cluster.place.folder).length > 0;
    });

  async function conclude(
    fault: string,
    tried: number,
    ids: readonly string[],
    since: number,
  ): Promise<void> {
    const recoverySeconds = secondsSince(since);
    const deviations = await account.of(ids);
    record({ fault, tried, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  }

  it('an analyzer that stands still beyond its lease has lost its job when it goes on', async () => {
    const sleeper = await slowAnalyzer();
    const id = await upload();
    await untilScanned(id);
    sleeper.signal('SIGSTOP');
    const stopped = performance.now();
    const other = await slowAnalyzer();
    await untilAnalyzed(api, id);
    const recovered = secondsSince(stopped);
    sleeper.signal('SIGCONT');
    await patiently('it has given up', () => Promise.resolve(isIdle(sleeper)));
    await sleep(3000); // in which it would write
    assert.doesNotMatch(sleeper.words, /"stretch scanned"/);
    const scans = (await jobsOf(api, id)).filter(({ kind }) => kind === 'stretch.scan');
    assert.deepEqual(
      scans.map(({ state }) => state),
      ['done'],
    );
    const deviations = await account.of([id]);
    record({
      fault: 'SIGSTOP of an analyzer beyond its lease',
      tried: 1,
      ...deviations,
      recoverySeconds: recovered,
    });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
    for (const app of [sleeper, other]) await app.end('SIGTERM');
  });

  it('a coordinator that stands still beyond its lease publishes nothing when it goes on', async () => {
    const analyzer = await slowAnalyzer();
    const sleeper = cluster.one('cast');
    const id = await upload();
    await untilScanned(id);
    sleeper.signal('SIGSTOP');
    const stopped = performance.now();
    const other = await cluster.add('cast');
    other.start();
    await untilAnalyzed(api, id);
    const recovered = secondsSince(stopped);
    sleeper.signal('SIGCONT');
    await sleep(4000);
    assert.doesNotMatch(sleeper.words, new RegExp(`${id}.*episode analysed`));
    assert.match(other.words, new RegExp(`${id}.*episode analysed`));
    const deviations = await account.of([id]);
    record({
      fault: 'SIGSTOP of a coordinator beyond its lease',
      tried: 1,
      ...deviations,
      recoverySeconds: recovered,
    });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
    for (const app of [analyzer, other]) await app.end('SIGTERM');
  });

  it('an analyzer that is told to end in the middle leaves no ffmpeg, and its job to the next', async () => {
    const first = await slowAnalyzer();
    const id = await upload();
    await untilScanned(id);
    assert.equal(await first.end('SIGTERM'), 0);
    const ended = performance.now();
    assert.deepEqual(ffmpegProcesses(cluster.place.folder), []);
    const next = await slowAnalyzer();
    await untilAnalyzed(api, id);
    await conclude('SIGTERM in the middle of an analysis', 1, [id], ended);
    await next.end('SIGTERM');
  });

  it('an api that is told to end in the middle of an upload goes on with it in its next life', async () => {
    const analyzer = await slowAnalyzer();
    const number = ++numbers;
    const bytes = anotherCopy(film, number);
    const half = Math.floor(bytes.length / 2);
    const { location } = await api.createUpload(bytes.length, { filename: 'halved.mp4' });
    await api.patchUpload(location, 0, bytes.subarray(0, half));
    const hanging = api.losePiece(location, half, bytes.subarray(half, half + 1000));
    hanging.catch(() => undefined); // the server hangs up, or we do
    await sleep(200);
    const app = cluster.one('api');
    assert.equal(await app.end('SIGTERM'), 0);
    const ended = performance.now();
    app.start();
    await app.untilReady();
    const offset = await api.offsetOf(location);
    assert.ok(offset >= half, `it has ${offset} of ${half} bytes`);
    const { status, headers } = await api.patchUpload(location, offset, bytes.subarray(offset));
    assert.equal(status, 204);
    const id = headers.get('Castline-Episode') ?? '';
    await untilAnalyzed(api, id);
    await conclude('SIGTERM in the middle of an upload', 1, [id], ended);
    await analyzer.end('SIGTERM');
  });

  it('an editor that is told to end in the middle of a clip leaves no ffmpeg and no half clip', async () => {
    const analyzer = await slowAnalyzer();
    const id = await upload();
    await untilAnalyzed(api, id);
    const editor = cluster.one('editor');
    const asked = await api.post(`episodes/${id}/clips`, { query: '"Unknown #1"', reencode: true });
    assert.equal(asked.status, 202);
    await patiently('the editor has begun', async () => {
      const jobs = await jobsOf(api, id);
      return jobs.some(({ kind, state }) => kind === 'clip.cut' && state !== 'queued');
    });
    assert.equal(await editor.end('SIGTERM'), 0);
    const ended = performance.now();
    assert.deepEqual(ffmpegProcesses(cluster.place.folder), []);
    editor.start();
    assert.equal((await api.follow(String(asked.body['id']))).state, 'done');
    const clipsEach = await untilCut(api, id);
    assert.ok(clipsEach > 0);
    const recoverySeconds = secondsSince(ended);
    const { items } = (await api.ask<{ items: Record<string, unknown>[] }>(`episodes/${id}/clips`)).body;
    const lost = items.filter(({ sizeInBytes }) => !(Number(sizeInBytes) > 0)).length;
    record({ fault: 'SIGTERM in the middle of a clip', tried: 1, lost, duplicated: 0, recoverySeconds });
    assert.equal(lost, 0);
    await analyzer.end('SIGTERM');
  });
});

/** It does not decode any more. */
function isIdle(app: App): boolean {
  return ffmpegProcesses(app.home).length === 0;
}
