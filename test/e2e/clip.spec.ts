import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type CliRun, Workplace } from '../fixtures/processes/castline-cli.js';
import {
  counting,
  ffmpeg,
  FRAMES,
  makeMarkedCast,
  makeMarkedFilm,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

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

const plan = (query: string, ...flags: string[]): Promise<CliRun> =>
  place.run(['--json', 'clip', film, query, '--dry-run', '--out', place.path('never'), ...flags]);

function rangesIn(run: CliRun): [number, number][] {
  const clips = (run.lines.at(-1)?.['clips'] ?? []) as { start: { frame: number }; end: { frame: number } }[];
  return clips.map(({ start, end }) => [start.frame, end.frame]);
}

describe('castline clip', () => {
  const table: [string, string[], [number, number][]][] = [
    [
      'violet',
      [],
      [
        [72, 144],
        [192, 264],
      ],
    ],
    ['violet', ['--merge-gap', '3'], [[72, 264]]],
    ['ruby AND violet', ['--padding', '0.5'], [[60, 156]]],
    [
      'violet',
      ['--padding', '0.4', '--snap'],
      [
        [72, 144],
        [192, 264],
      ],
    ],
    ['NOT (ruby OR violet)', [], [[144, 192]]],
    ['NOT (ruby OR violet)', ['--min-length', '2.1'], []],
    ['ruby:happy AND NOT violet', [], [[0, 72]]],
    ['violet AND NOT ruby', ['--padding', '60'], [[0, FRAMES]]],
  ];
  for (const [query, flags, ranges] of table) {
    it(`plans ${query} ${flags.join(' ')}`, async () =>
      assert.deepEqual(rangesIn(await plan(query, ...flags)), ranges));
  }

  it('writes nothing in a dry run', () => assert.equal(existsSync(place.path('never')), false));

  it('cuts exactly the frames it planned, sound included', async () => {
    const run = await place.run([
      '--json',
      'clip',
      film,
      'ruby AND violet',
      '--padding',
      '0.5',
      '--out',
      place.path('clips'),
    ]);
    assert.equal(run.code, 0, run.stdout);
    const [{ path }] = run.lines.at(-1)!['clips'] as [{ path: string }];
    assert.deepEqual(readFrameNumbers(path), counting(60, 156));
    const sound =
      ffmpeg(['-i', path, '-map', '0:a', '-ac', '1', '-ar', '8000', '-f', 's16le', 'pipe:1']).stdout.length /
      2 /
      8000;
    assert.ok(Math.abs(sound - 4) < 0.1, `${sound} s of sound beside 4 s of pictures`);
  });

  it('crops to a shape and keeps the character in it, whole, in every frame', async () => {
    const folder = place.path('square');
    const run = await place.run(['--json', 'clip', film, 'ruby', '--aspect', '9:16', '--out', folder]);
    assert.equal(run.code, 0, run.stdout);
    const [{ path }] = run.lines.at(-1)!['clips'] as [{ path: string }];
    assert.match(path, /_9x16\.mp4$/);
    const [width, height] = [216, 384];
    const raw = ffmpeg([
      '-i',
      path,
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      'pipe:1',
    ]).stdout;
    const side = width * height * 3;
    assert.equal(raw.length, 144 * side, '144 frames of this size');
    for (let frame = 0; frame < 144; frame++) {
      let red = 0;
      for (let at = frame * side; at < (frame + 1) * side; at += 3)
        if (raw[at]! > 180 && raw[at + 1]! < 70 && raw[at + 2]! < 70) red++;
      assert.ok(red >= 22 * 22, `${red} of 576 red points in frame ${frame}`);
    }
  });

  it('refuses a shape that it does not know', async () => {
    const run = await place.run(['clip', film, 'ruby', '--aspect', '2:7', '--out', place.path('never')]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /Allowed choices are 9:16, 1:1, 4:5/);
  });

  it('cuts every scene into a file of its own, in order', async () => {
    const run = await place.run(['clip', film, 'violet', '--out', place.path('scenes')]);
    assert.equal(run.code, 0, run.stderr);
    const files = readdirSync(place.path('scenes')).sort();
    assert.deepEqual(
      files.map((file) => readFrameNumbers(place.path('scenes', file))),
      [counting(72, 144), counting(192, 264)],
    );
    assert.match(run.stdout, /^00:00:03:00 - 00:00:06:00 {2}.*001_violet_00-00-03-00\.mp4 /m);
  });

  it('says before any work that the folder cannot be written', async () => {
    writeFileSync(place.path('file'), '');
    const run = await place.run(['clip', film, 'violet', '--out', place.path('file', 'clips')]);
    assert.equal(run.code, 6, run.stderr);
    assert.match(run.stderr, /^castline: cannot write .*file.*\[OUTPUT\.NOT_WRITABLE\]\n$/);
  });

  it('answers an empty result plainly', async () => {
    const run = await place.run([
      'clip',
      film,
      'violet',
      '--min-length',
      '4',
      '--out',
      place.path('nothing'),
    ]);
    assert.equal(run.code, 0);
    assert.match(run.stdout, /no scene answers "violet"/);
    assert.throws(() => readdirSync(place.path('nothing')), 'no empty folder is left');
  });

  it('suggests the name that was probably meant', async () => {
    const run = await place.run(['clip', film, 'rubi', '--out', place.path('nothing')]);
    assert.equal(run.code, 3);
    assert.match(
      run.stderr,
      /^castline: "rubi" is nobody of this episode; did you mean "Ruby"\? \[QUERY\.UNKNOWN_CHARACTER\]$/m,
    );
  });

  it('points at the place where a query breaks off', async () => {
    const run = await place.run(['clip', film, 'ruby AND (violet', '--out', place.path('nothing')]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /\n {2}ruby AND \(violet\n {18}\^/);
  });

  it('asks for an analysis first', async () => {
    const other = place.path('other.mp4');
    ffmpeg(['-i', film, '-frames:v', '40', '-c', 'copy', other]);
    const run = await place.run(['clip', other, 'ruby', '--out', place.path('nothing')]);
    assert.equal(run.code, 3);
    assert.match(
      run.stderr,
      /not been analysed yet; run: castline analyze .*other\.mp4" \[TIMELINE\.MISSING\]/,
    );
  });
});
