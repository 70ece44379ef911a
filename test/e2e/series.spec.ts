import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
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
/** In the order in which they are watched; the second repeats the first one's frames. */
let films: [string, string];

/** Frames of violet in the marked film; she is on screen twice, three seconds each. */
const VIOLET: [number, number][] = [
  [72, 144],
  [192, 264],
];

before(async () => {
  place = await Workplace.open();
  films = [makeMarkedFilm(place.path('one.mp4')), makeMarkedFilm(place.path('two.mp4'), 2)];
  const cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
  const other = makeMarkedCast(place.path('other cast'), { Ruby: 'red', Amaranth: 'magenta' });
  for (const [film, folder] of [
    [films[0], cast],
    [films[1], other],
  ] as const)
    await done('analyze', film, '--cast', folder, '--out', place.path('out', film === films[0] ? '1' : '2'));
});
after(() => place.close());

async function done(...args: string[]): Promise<CliRun> {
  const run = await place.run(['--json', ...args]);
  assert.equal(run.code, 0, run.stdout + run.stderr);
  return run;
}

interface ShownClip {
  readonly path: string | null;
  readonly start: { readonly frame: number };
  readonly end: { readonly frame: number };
  readonly frames: number;
}

const rangesOf = (clips: unknown): [number, number][] =>
  (clips as ShownClip[]).map(({ start, end, frames }) => {
    assert.equal(frames, end.frame - start.frame);
    return [start.frame, end.frame];
  });

const rangesIn = (run: CliRun): [number, number][] => rangesOf(run.lines.at(-1)!['clips']);
const rangesByEpisode = (run: CliRun): [string, [number, number][]][] =>
  (run.lines.at(-1)!['episodes'] as { name: string; clips: unknown }[]).map(({ name, clips }) => [
    name,
    rangesOf(clips),
  ]);
const warningsIn = (run: CliRun): unknown[] =>
  run.lines.filter(({ event }) => event === 'warning').map(({ message }) => message);

const plan = (query: string, ...flags: string[]): Promise<CliRun> =>
  done('clip', films[0], query, '--dry-run', ...flags);

describe('a plan of clips', () => {
  it('needs no folder', async () => assert.deepEqual(rangesIn(await plan('violet')), VIOLET));

  it('splits what is too long', async () => {
    const pieces = rangesIn(await plan('violet', '--max-length', '1.1'));
    assert.deepEqual([pieces[0]![0], pieces.at(-1)![1]], [72, 264]);
    assert.ok(pieces.length >= 6 && pieces.every(([start, end]) => end - start <= 1.1 * 24));
    const frames = pieces.flatMap(([start, end]) => counting(start, end));
    assert.deepEqual(
      frames,
      VIOLET.flatMap((range) => counting(...range)),
    );
  });

  it('leaves out what is excluded, and says what lies beyond the end', async () => {
    const run = await plan('violet', '--exclude', '0:05-0:09', '--exclude', '1:00-2:00');
    assert.deepEqual(rangesIn(run), [
      [72, 120],
      [216, 264],
    ]);
    assert.deepEqual(warningsIn(run), ['1 of the excluded spans lies beyond the end of the episode']);
  });

  it('takes the best of it, whole scenes cut to their share', async () => {
    const best = rangesIn(await plan('violet', '--best', '3'));
    const frames = best.reduce((sum, [start, end]) => sum + end - start, 0);
    assert.ok(frames > 0 && frames <= 3 * 24, `${frames} frames`);
    for (const [start, end] of best) assert.ok(VIOLET.some(([from, until]) => from <= start && end <= until));
  });

  it('says when there is no silence to cut at, and finds some where there is no sound', async () => {
    assert.deepEqual(warningsIn(await plan('violet', '--avoid-speech')), [
      'the sound is never silent: no cut could be moved out of speech',
    ]);
    const mute = place.path('mute.mp4');
    ffmpeg(['-i', films[0], '-map', '0:v', '-c', 'copy', mute]);
    await done('analyze', mute, '--cast', place.path('cast'), '--out', place.path('out', 'mute'));
    const run = await done('clip', mute, 'violet', '--dry-run', '--avoid-speech');
    assert.deepEqual([rangesIn(run), warningsIn(run)], [VIOLET, []]);
  });

  const refused: [string[], RegExp][] = [
    [['--exclude', 'half'], /\[TIME\.SPAN\]/],
    [['--max-length', '0.6'], /\[CLIP\.LENGTHS\]/],
    [['--best', '0'], /expected seconds, more than 0/],
  ];
  for (const [flags, message] of refused)
    it(`refuses ${flags.join(' ')}`, async () => {
      const run = await place.run(['clip', films[0], 'violet', '--dry-run', ...flags]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
    });

  it('asks for a folder before it cuts', async () => {
    const run = await place.run(['clip', films[0], 'violet']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /--out FOLDER .*\[CLIP\.NO_FOLDER\]/);
  });
});

describe('castline marks', () => {
  it('keeps what is no part of the story out of clips and exports', async () => {
    const run = await done('marks', films[0], 'opening=0:00-0:04', 'ending=0:10-end');
    assert.deepEqual(run.lines.at(-1)!['marks'], [
      { kind: 'opening', span: '0:00-0:04' },
      { kind: 'ending', span: '0:10-end' },
    ]);
    const inside = [
      [96, 144],
      [192, 240],
    ];
    assert.deepEqual(rangesIn(await plan('violet')), inside);
    assert.deepEqual(rangesIn(await plan('violet', '--include-marked')), VIOLET);
    const exported = await done(
      'export',
      films[0],
      '--format',
      'edl',
      '--query',
      'violet',
      '--out',
      place.path('marked.edl'),
    );
    assert.equal(exported.lines.at(-1)!['events'], 2);
  });

  it('adds marks, shows them and forgets them', async () => {
    await done('marks', films[0], 'recap=0:04.5-0:05');
    const shown = await place.run(['marks', films[0]]);
    assert.equal(shown.stdout, 'opening  0:00-0:04\nrecap    0:04.5-0:05\nending   0:10-end\n');
    await done('marks', films[0], '--clear');
    assert.equal((await place.run(['marks', films[0]])).stdout, 'nothing is marked\n');
    assert.deepEqual(rangesIn(await plan('violet')), VIOLET);
  });

  it('refuses a mark that it does not understand', async () => {
    for (const mark of ['intro=0:00-0:04', 'opening=0:04-0:00', 'opening']) {
      const run = await place.run(['marks', films[0], mark]);
      assert.equal(run.code, 2, mark);
    }
  });
});

describe('castline series', () => {
  it('keeps episodes in the order in which they are watched', async () => {
    await done('series', 'add', 'Gems', films[1], '--season', '2', '--first', '1');
    await done('series', 'add', 'Gems', films[0], '--season', '1', '--first', '1');
    const list = await place.run(['series']);
    assert.match(list.stdout, /^Gems, season 1, 1 {2}one\.mp4 .*\nGems, season 2, 1 {2}two\.mp4 /);
  });

  it('answers for all of it; who is known in one episode is nobody in the others', async () => {
    const run = await done('series', 'clip', 'Gems', 'violet', '--dry-run');
    assert.deepEqual(rangesByEpisode(run), [
      ['one.mp4', VIOLET],
      ['two.mp4', []],
    ]);
    const season = await done(
      'series',
      'clip',
      'Gems',
      'ruby AND NOT amaranth',
      '--season',
      '2',
      '--dry-run',
    );
    assert.deepEqual(rangesByEpisode(season), [
      [
        'two.mp4',
        [
          [0, 72],
          [FRAMES, FRAMES + 72],
        ],
      ],
    ]);
  });

  it('shares the seconds of a best-of out', async () => {
    const run = await done('series', 'clip', 'Gems', 'ruby', '--best', '6', '--dry-run');
    const frames = rangesByEpisode(run).map(([, ranges]) =>
      ranges.reduce((sum, [start, end]) => sum + end - start, 0),
    );
    assert.ok(frames.every((count) => count > 0) && frames[0]! + frames[1]! <= 6 * 24, String(frames));
    assert.ok(frames[1]! > frames[0]!, 'the longer one has more of it');
  });

  it('cuts into a folder for each episode, every frame the planned one', async () => {
    const run = await done(
      'series',
      'clip',
      'Gems',
      'ruby AND NOT (violet OR amaranth)',
      '--out',
      place.path('clips'),
    );
    assert.deepEqual(readdirSync(place.path('clips')).sort(), ['one', 'two']);
    const episodes = run.lines.at(-1)!['episodes'] as { clips: ShownClip[] }[];
    for (const { path, start, end } of episodes.flatMap(({ clips }) => clips)) {
      const numbers = counting(start.frame, end.frame).map((frame) => frame % FRAMES);
      assert.deepEqual(readFrameNumbers(path!), numbers);
    }
  });

  it('writes one cut list of all episodes, where a format can', async () => {
    const run = await done(
      'series',
      'export',
      'Gems',
      'ruby',
      '--format',
      'otio',
      '--out',
      `${place.path('lists')}/`,
    );
    const [path] = run.lines.at(-1)!['paths'] as string[];
    assert.equal(run.lines.at(-1)!['events'], 3);
    assert.ok(existsSync(path!));
    const refused = await place.run([
      'series',
      'export',
      'Gems',
      'ruby',
      '--format',
      'vtt',
      '--out',
      place.path('x.vtt'),
    ]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /\[EXPORT\.ONE_EPISODE\]/);
  });

  it('suggests the names that were probably meant', async () => {
    const asked: [string[], RegExp][] = [
      [
        ['series', 'clip', 'Gem', 'ruby'],
        /there is no series "Gem"; did you mean "Gems"\? \[SERIES\.MISSING\]/,
      ],
      [['series', 'clip', 'Gems', 'ruby', '--season', '3'], /there are 1, 2 \[SEASON\.MISSING\]/],
      [['series', 'clip', 'Gems', 'amarant'], /did you mean "Amaranth"\?/],
    ];
    for (const [args, message] of asked) {
      const run = await place.run([...args, '--dry-run']);
      assert.equal(run.code, 3, args.join(' '));
      assert.match(run.stderr, message);
    }
  });

  it('says that nothing answers, and that it left out what is not analysed', async () => {
    const other = place.path('other.mp4');
    ffmpeg(['-i', films[0], '-frames:v', '40', '-c', 'copy', other]);
    await done('series', 'add', 'Gems', other);
    const run = await done('series', 'clip', 'Gems', 'violet >= 1min', '--dry-run');
    assert.deepEqual(warningsIn(run), ['"other.mp4" is left out: it is not analysed yet']);
    const said = await place.run(['series', 'clip', 'Gems', 'violet >= 1min', '--dry-run']);
    assert.equal(said.stdout, 'no scene answers "violet >= 1min"\n');
    await done('series', 'remove', other);
  });

  it('refuses to cut from a file that is gone or is another one now', async () => {
    const away = place.path('away.mp4');
    const cut = (): Promise<CliRun> =>
      place.run(['series', 'clip', 'Gems', 'violet', '--out', place.path('never')]);
    renameSync(films[0], away);
    const gone = await cut();
    assert.equal(gone.code, 3);
    assert.match(gone.stderr, /"one\.mp4" is gone from where it was analysed.*\[MEDIA\.MISSING\]/);
    writeFileSync(films[0], 'something else');
    const changed = await cut();
    assert.equal(changed.code, 5);
    assert.match(changed.stderr, /"one\.mp4" is not the one that was analysed any more.*\[MEDIA\.CHANGED\]/);
    assert.equal(existsSync(place.path('never')), false);
    renameSync(away, films[0]);
  });

  it('lets episodes go by file or by id', async () => {
    const { lines } = await done('series', 'list');
    const [{ episodeId }] = lines.at(-1)!['episodes'] as [{ episodeId: string }];
    await done('series', 'remove', episodeId, films[1]);
    assert.equal((await place.run(['series'])).stdout, 'no episode is in a series\n');
  });
});
