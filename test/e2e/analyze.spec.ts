import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { timelineSchema } from '#contracts/timeline.contract.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { type CliRun, fractionsOf, Workplace } from '../fixtures/processes/castline-cli.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import {
  BORDERS,
  counting,
  ffmpeg,
  framesOf,
  makeMarkedCast,
  makeMarkedFilm,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

let place: Workplace;
let watched: WatchedFfmpeg;
let film: string;
let cast: string;
let out: string;
let analyzed: CliRun;

before(async () => {
  place = await Workplace.open();
  watched = new WatchedFfmpeg(place.path('bin'));
  film = makeMarkedFilm(place.path('film.mp4'));
  cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
  out = place.path('out');
  analyzed = await place.run(
    ['--json', 'analyze', film, '--cast', cast, '--out', out, '--clip', 'ruby AND NOT violet'],
    { env: watched.env },
  );
});
after(() => place.close());

const readTimeline = (folder: string): Timeline =>
  JSON.parse(readFileSync(join(folder, 'timeline.json'), 'utf8')) as Timeline;

describe('castline analyze', () => {
  it('writes a timeline that keeps its contract and tells the truth', () => {
    assert.equal(analyzed.code, 0, analyzed.stderr);
    const timeline = timelineSchema.parse(readTimeline(out));
    assert.deepEqual(
      timeline.shots.map(({ start }) => start.frame),
      BORDERS.slice(0, -1),
    );
    assert.deepEqual(
      timeline.shots.map(({ end }) => end.frame),
      BORDERS.slice(1),
      'shots touch and cover every frame',
    );
    const seen = Object.fromEntries(
      timeline.characters.map(({ name, instances }) => [
        name,
        instances.map(({ start, end }) => [start.frame, end.frame]),
      ]),
    );
    // two shots with the same character on both sides of a cut are one appearance
    assert.deepEqual(seen, {
      Ruby: [[framesOf('red')[0]![0], framesOf('red')[1]![1]]],
      Violet: framesOf('magenta'),
    });
    assert.ok(timeline.characters.every(({ known }) => known));
    assert.deepEqual(timeline.cast, ['Ruby', 'Violet']);
    assert.equal(timeline.episode.frameRate, '24/1');
  });

  it('writes a report that needs no other file and no network', () => {
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    assert.match(report, /Ruby/);
    const addresses = [...report.matchAll(/(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)/g)].map(
      ([, address]) => address!,
    );
    assert.ok(addresses.some((address) => address.startsWith('data:image/jpeg')));
    assert.deepEqual(
      addresses.filter((address) => !/^(data:|#)/.test(address)),
      [],
    );
  });

  it('writes a picture of every character', () => {
    assert.deepEqual(readdirSync(join(out, 'cast')).sort(), ['Ruby.jpg', 'Violet.jpg']);
    for (const name of readdirSync(join(out, 'cast'))) {
      const { stdout } = ffmpeg([
        '-i',
        join(out, 'cast', name),
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb24',
        '-vf',
        'scale=1:1:flags=area',
        'pipe:1',
      ]);
      const [red, green] = stdout;
      assert.ok(red! > 40 && green! < 40, `${name} shows its mark, mean colour ${[...stdout].join(',')}`);
    }
  });

  it('says with --json how far it is, and at the end what it wrote', () => {
    const fractions = fractionsOf(analyzed, 'scan');
    assert.ok(fractions.length > 3);
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
    const last = analyzed.lines.at(-1)!;
    assert.equal(last['event'], 'analyzed');
    assert.equal(last['timeline'], join(out, 'timeline.json'));
    assert.equal(analyzed.stderr, '');
  });

  it('cuts the clips it was asked for, exact at both ends', () => {
    const clips = readdirSync(join(out, 'clips'));
    assert.equal(clips.length, 1);
    assert.deepEqual(readFrameNumbers(join(out, 'clips', clips[0]!)), counting(0, 72));
  });

  it('does not decode an unchanged episode again', async () => {
    assert.equal(watched.takeScans(), 1);
    const again = place.path('again');
    const run = await place.run(['--json', 'analyze', film, '--cast', cast, '--out', again], {
      env: watched.env,
    });
    assert.equal(run.code, 0);
    assert.equal(watched.takeScans(), 0);
    assert.deepEqual(readTimeline(again), readTimeline(out));
    assert.equal(run.lines.at(-1)!['version'], analyzed.lines.at(-1)!['version']);
  });

  it('names those it does not know by number, without looking again', async () => {
    const run = await place.run(['analyze', film, '--out', place.path('unknown')], { env: watched.env });
    assert.equal(run.code, 0);
    assert.equal(watched.takeScans(), 0);
    const { characters } = readTimeline(place.path('unknown'));
    assert.deepEqual(
      characters.map(({ name, known }) => [name, known]),
      [
        ['Unknown #1', false],
        ['Unknown #2', false],
      ],
    );
    assert.match(run.stdout, /Unknown #1/);
    assert.match(run.stderr, /^scan |^identify /m);
  });

  it('takes any name for an episode and for a character', async () => {
    const folder = place.path('odd');
    const names = { '-rf "小明" 🐰\n<i>': 'red', "O'Hara & $(id)": 'magenta' } as const;
    const oddCast = makeMarkedCast(join(folder, 'cast'), names);
    const episode = '-o \'"\n🐰小明;$(id) #1%d.mp4';
    ffmpeg(['-i', film, '-frames:v', '150', '-c', 'copy', join(folder, episode)]);
    const run = await place.run(
      [
        '--json',
        'analyze',
        '--cast',
        oddCast,
        '--out',
        join(folder, 'out'),
        '--clip',
        '"O\'Hara & $(id)"',
        '--',
        episode,
      ],
      { cwd: folder },
    );
    assert.equal(run.code, 0, run.stdout);
    const timeline = readTimeline(join(folder, 'out'));
    assert.equal(timeline.episode.name, episode);
    assert.deepEqual(timeline.characters.map(({ name }) => name).sort(), Object.keys(names).sort());
    const files = [...readdirSync(join(folder, 'out/cast')), ...readdirSync(join(folder, 'out/clips'))];
    assert.equal(files.length, 3);
    for (const file of files)
      assert.match(
        file,
        /^[\p{L}\p{N}\p{Extended_Pictographic}][\p{L}\p{N}\p{Extended_Pictographic}_-]*\.(jpg|mp4)$/u,
      );
    assert.doesNotMatch(readFileSync(join(folder, 'out/report.html'), 'utf8'), /<i>/);
  });

  it('keeps the pictures of characters apart whose names make the same file name', async () => {
    const alike = makeMarkedCast(place.path('alike'), { 'A B': 'red', 'A-B': 'magenta' });
    const run = await place.run(['analyze', film, '--cast', alike, '--out', place.path('alike-out')]);
    assert.equal(run.code, 0);
    assert.equal(readdirSync(place.path('alike-out', 'cast')).length, 2);
  });
});
