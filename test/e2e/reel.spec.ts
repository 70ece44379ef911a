import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type CliRun, Workplace } from '../fixtures/processes/castline-cli.js';
import {
  counting,
  ffmpeg,
  makeMarkedCast,
  makeMarkedFilm,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

const RATE = 24;

let place: Workplace;
let film: string;

before(async () => {
  place = await Workplace.open();
  film = makeMarkedFilm(place.path('film.mp4'));
  const cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
  const { code, stderr } = await place.run(['analyze', film, '--cast', cast, '--out', place.path('out')]);
  assert.equal(code, 0, stderr);
});
after(() => place.close());

const reel = (name: string, queries: string[], ...flags: string[]): Promise<CliRun> =>
  place.run(['--json', 'reel', film, ...queries, '--out', place.path(name), ...flags]);

interface Chapter {
  readonly title: string;
  /** Frames, as far as they are whole ones. */
  readonly start: number;
  readonly end: number;
}

function chaptersOf(path: string): Chapter[] {
  const args = ['-v', 'error', '-show_chapters', '-of', 'json', path];
  const { chapters } = JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout) as {
    chapters: { start_time: string; end_time: string; tags: { title: string } }[];
  };
  const frameAt = (time: string): number => Math.round(Number(time) * RATE * 100) / 100;
  return chapters.map(({ start_time, end_time, tags: { title } }) => ({
    title,
    start: frameAt(start_time),
    end: frameAt(end_time),
  }));
}

function soundSeconds(path: string): number {
  const raw = ffmpeg(['-i', path, '-map', '0:a', '-ac', '1', '-ar', '8000', '-f', 's16le', 'pipe:1']).stdout;
  return raw.length / 2 / 8000;
}

describe('castline reel', () => {
  it('joins the scenes of the queries in their order, to the frame, each a chapter, and copies what it can', async () => {
    const { code, lines, stdout } = await reel('two.mp4', ['violet AND NOT ruby', 'ruby']);
    assert.equal(code, 0, stdout);
    const path = place.path('two.mp4');
    assert.deepEqual(readFrameNumbers(path), [...counting(192, 264), ...counting(0, 144)]);
    assert.deepEqual(chaptersOf(path), [
      { title: 'violet AND NOT ruby, 00:00:08:00', start: 0, end: 72 },
      { title: 'Ruby, 00:00:00:00', start: 72, end: 216 },
    ]);
    assert.ok(Math.abs(soundSeconds(path) - 216 / RATE) < 0.05);
    const { frames, cut } = lines.at(-1) as { frames: number; cut: { method: string; copiedShare: number } };
    assert.deepEqual(
      [frames, cut.method, cut.copiedShare],
      [216, 'copied', 1],
      'shots begin with keyframes here',
    );
  });

  it('puts cards before the scenes of each query', async () => {
    const { code, stdout } = await reel(
      'titled.mp4',
      ['ruby AND violet', 'NOT (ruby OR violet)'],
      '--titles',
    );
    assert.equal(code, 0, stdout);
    const path = place.path('titled.mp4');
    const numbers = readFrameNumbers(path);
    const card = 2 * RATE;
    assert.equal(numbers.length, card + 72 + card + 48);
    assert.deepEqual(numbers.slice(card, card + 72), counting(72, 144));
    assert.deepEqual(numbers.slice(2 * card + 72), counting(144, 192));
    assert.deepEqual(
      chaptersOf(path).map(({ start, end }) => [start, end]),
      [
        [0, card + 72],
        [card + 72, 2 * card + 120],
      ],
    );
  });

  it('lets neighbours share the frames of a cross-fade', async () => {
    const { code, stdout } = await reel('faded.mp4', ['violet'], '--crossfade', '0.5');
    assert.equal(code, 0, stdout);
    const path = place.path('faded.mp4');
    const numbers = readFrameNumbers(path);
    assert.equal(numbers.length, 72 + 72 - RATE / 2);
    assert.deepEqual(numbers.slice(0, 60), counting(72, 132));
    assert.deepEqual(numbers.slice(72), counting(204, 264));
    assert.ok(Math.abs(soundSeconds(path) - 132 / RATE) < 0.05);
  });

  it('ends where it is told to, and says what found no room', async () => {
    const run = await place.run(['reel', film, 'violet', '--longest', '4', '--out', place.path('short.mp4')]);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(readFrameNumbers(place.path('short.mp4')), [
      ...counting(72, 144),
      ...counting(192, 216),
    ]);
    assert.match(run.stderr, /the reel ends at 4 s: the last scene is cut short/);
  });

  it('leaves out what clips leave out: excluded spans and what is marked', async () => {
    const { code, stdout } = await reel('without.mp4', ['violet'], '--exclude', '0:04-0:05');
    assert.equal(code, 0, stdout);
    const numbers = [...counting(72, 96), ...counting(120, 144), ...counting(192, 264)];
    assert.deepEqual(readFrameNumbers(place.path('without.mp4')), numbers);
    const marked = await place.run(['marks', film, 'ending=0:08-end']);
    assert.equal(marked.code, 0, marked.stderr);
    assert.equal((await reel('marked.mp4', ['violet'])).code, 0);
    assert.deepEqual(readFrameNumbers(place.path('marked.mp4')), counting(72, 144));
    const all = await reel('all.mp4', ['violet'], '--dry-run', '--include-marked');
    assert.equal(all.lines.at(-1)?.['frames'], 144);
    const best = await reel('best.mp4', ['violet'], '--dry-run', '--include-marked', '--best', '3');
    assert.equal(best.lines.at(-1)?.['frames'], 72);
    assert.equal((await place.run(['marks', film, '--clear'])).code, 0);
  });

  it('writes nothing in a dry run, and for an empty answer', async () => {
    const dry = await reel('never.mp4', ['ruby'], '--dry-run');
    assert.deepEqual([dry.code, dry.lines.at(-1)?.['frames'], dry.lines.at(-1)?.['path']], [0, 144, null]);
    const empty = await reel('never.mp4', ['violet'], '--min-length', '5');
    assert.deepEqual(
      [empty.code, empty.lines.at(-1)?.['frames'], empty.lines.at(-1)?.['path']],
      [0, 0, null],
    );
    assert.equal(existsSync(place.path('never.mp4')), false);
  });

  it('suggests the name that was probably meant', async () => {
    const run = await place.run(['reel', film, 'violet', 'rubi', '--out', place.path('never.mp4')]);
    assert.equal(run.code, 3);
    assert.match(run.stderr, /did you mean "Ruby"\? \[QUERY\.UNKNOWN_CHARACTER\]/);
  });
});
