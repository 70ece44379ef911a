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
  ffmpeg,
  FRAMES,
  framesOf,
  makeMarkedCast,
  makeMarkedFilm,
  makeMarkPicture,
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
const counting = (from: number, until: number): number[] =>
  Array.from({ length: until - from }, (_, at) => from + at);
const plan = (query: string, ...flags: string[]): Promise<CliRun> =>
  place.run(['--json', 'clip', film, query, '--dry-run', '--out', place.path('never'), ...flags]);

function rangesIn(run: CliRun): [number, number][] {
  const clips = (run.lines.at(-1)?.['clips'] ?? []) as { start: { frame: number }; end: { frame: number } }[];
  return clips.map(({ start, end }) => [start.frame, end.frame]);
}

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
    ['ruby:happy AND NOT violet', [], [[0, 72]]],
    ['violet AND NOT ruby', ['--padding', '60'], [[0, FRAMES]]],
  ];
  for (const [query, flags, ranges] of table) {
    it(`plans ${query} ${flags.join(' ')}`, async () =>
      assert.deepEqual(rangesIn(await plan(query, ...flags)), ranges));
  }

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
    assert.ok(ffmpeg(['-i', path, '-map', '0:a', '-f', 's16le', 'pipe:1']).stdout.length > 0);
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

describe('castline who', () => {
  it('prints one JSON document, by picture, and nothing else on stdout', async () => {
    const both = makeMarkPicture(place.path('both.png'), ['red', 'magenta']);
    const none = makeMarkPicture(place.path('none.png'), []);
    const run = await place.run(['--json', 'who', both, none, '--cast', cast]);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.lines.length, 1);
    const answer = JSON.parse(run.stdout) as Record<string, Record<string, unknown>[]>;
    assert.deepEqual(Object.keys(answer), [both, none]);
    assert.deepEqual(answer[none], []);
    assert.deepEqual(answer[both]!.map(({ name }) => name).sort(), ['Ruby', 'Violet']);
    for (const face of answer[both]!) {
      const { box, score, similarity, expression } = face as {
        box: number[];
        score: number;
        similarity: number;
        expression: string;
      };
      assert.equal(box.length, 4);
      assert.ok(box[0]! < box[2]! && box[1]! < box[3]!);
      assert.ok(score > 0.5 && score <= 1 && similarity > 0.9 && similarity <= 1);
      assert.equal(typeof expression, 'string');
    }
  });

  it('answers for the good pictures and says which are not', async () => {
    const good = makeMarkPicture(place.path('good.png'), ['red']);
    const run = await place.run(['--json', 'who', good, place.path('missing.png')]);
    assert.equal(run.code, 4);
    assert.deepEqual(Object.keys(JSON.parse(run.stdout) as object), [good]);
    assert.match(run.stderr, /missing\.png/);
  });
});

describe('exit codes', () => {
  const table: [string, number, RegExp, string[], Record<string, string>?][] = [
    ['help', 0, /Exit codes:/, ['--help']],
    ['no command', 2, /Usage: castline/, []],
    [
      'an unknown option',
      2,
      /^castline: unknown option '--frobnicate'/m,
      ['analyze', 'x.mp4', '--frobnicate'],
    ],
    ['an unknown command', 2, /^castline: unknown command 'analyse'/m, ['analyse', 'x.mp4']],
    [
      'a number that is none',
      2,
      /padding.*expected seconds/,
      ['clip', 'x.mp4', 'a', '--out', 'x', '--padding', 'much'],
    ],
    [
      'a faulty setting',
      2,
      /CASTLINE_WORKERS.*\[CONFIG\.INVALID\]/s,
      ['doctor'],
      { CASTLINE_WORKERS: 'many' },
    ],
    ['a missing episode', 3, /no readable file "gone\.mp4" \[MEDIA\.MISSING\]/, ['analyze', 'gone.mp4']],
    ['missing models', 6, /\[MODEL\.[A-Z_]+\]/, ['doctor'], { CASTLINE_MODELS: '/nowhere' }],
    [
      'a missing ffmpeg',
      6,
      /ffmpeg was not found on PATH; install.*\[FFMPEG\.MISSING\]/,
      ['doctor'],
      { PATH: '/nowhere' },
    ],
    [
      'a home that cannot be made',
      6,
      /^castline: .*\[[A-Z_]+\.[A-Z_]+\]$/m,
      ['doctor', '--home', '/proc/nowhere/home'],
    ],
  ];
  for (const [what, code, message, args, env] of table) {
    it(`${code} for ${what}`, async () => {
      const run = await place.run(args, env ? { env } : {});
      assert.equal(run.code, code, run.stderr);
      assert.match(run.stdout + run.stderr, message);
    });
  }

  it('0 for a machine that has all that is needed', async () => {
    const run = await place.run(['--json', 'doctor']);
    assert.equal(run.code, 0, run.stdout);
    assert.equal(run.lines.at(-1)!['event'], 'doctor');
  });
});
