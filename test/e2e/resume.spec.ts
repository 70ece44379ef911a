import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../contract/eventually.js';
import {
  type CliRun,
  ffmpegProcesses,
  fractionsOf,
  type RunningCli,
  Workplace,
} from '../fixtures/processes/castline-cli.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import { makeMarkedCast, makeMarkedFilm } from '../fixtures/videos/marked-film.js';

/** 33 seconds of film at six times real time: a stop after seventy per cent comes when some shots have been saved. */
const ROUNDS = 3;
const TIMES_REAL_TIME = 6;
const STOP_AT = 0.7;

let place: Workplace;
let film: string;
let cast: string;

before(async () => {
  place = await Workplace.open();
  film = makeMarkedFilm(place.path('film.mp4'), ROUNDS);
  cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
});
after(() => place.close());

const analysis = (name: string): string[] => [
  '--json',
  '--home',
  place.path(name),
  'analyze',
  film,
  '--cast',
  cast,
  '--out',
  place.path(`${name}-out`),
];
const timelineOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(place.path(`${name}-out`), 'timeline.json'), 'utf8'));

async function startAndReach(name: string, fraction: number): Promise<RunningCli> {
  const slow = new WatchedFfmpeg(place.path(`${name}-bin`), TIMES_REAL_TIME);
  const running = place.start(analysis(name), { env: slow.env });
  await running.until((output) =>
    [...output.matchAll(/"stage":"scan","fraction":([\d.]+)/g)].some(
      ([, reached]) => Number(reached) >= fraction,
    ),
  );
  assert.equal(ffmpegProcesses(film).length, 1);
  return running;
}

async function assertGoesOn(name: string): Promise<CliRun> {
  const run = await place.run(analysis(name));
  assert.equal(run.code, 0, run.stdout);
  const [first] = fractionsOf(run, 'scan');
  assert.ok(first !== undefined && first > 0.15, `goes on where it stopped, not at ${first}`);
  assert.deepEqual(timelineOf(name), timelineOf('whole'));
  return run;
}

describe('an analysis that is stopped', () => {
  it('is, when nobody stops it, the measure of the others', async () => {
    const run = await place.run(analysis('whole'));
    assert.equal(run.code, 0, run.stdout);
    assert.equal(fractionsOf(run, 'scan')[0], 0);
  });

  it('ends with 130 on Ctrl-C, leaves no ffmpeg and no output, and goes on later', async () => {
    const running = await startAndReach('interrupted', STOP_AT);
    running.child.kill('SIGINT');
    const { code, stderr, lines } = await running.ended;
    assert.equal(code, 130);
    assert.equal(lines.at(-1)!['code'], 'RUN.CANCELLED');
    assert.equal(stderr, '');
    assert.deepEqual(ffmpegProcesses(film), []);
    assert.throws(() => timelineOf('interrupted'), { code: 'ENOENT' });
    await assertGoesOn('interrupted');
  });

  it('leaves no ffmpeg behind even when it is killed, and goes on later', async () => {
    const running = await startAndReach('killed', STOP_AT);
    running.child.kill('SIGKILL');
    await running.ended;
    await eventually('ffmpeg ends with its parent', () => ffmpegProcesses(film).length === 0);
    await assertGoesOn('killed');
  });

  it('gives up at once on a second Ctrl-C', async () => {
    const running = await startAndReach('impatient', 0.05);
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    assert.equal((await running.ended).code, 130);
    await eventually('ffmpeg ends with its parent', () => ffmpegProcesses(film).length === 0);
  });
});
