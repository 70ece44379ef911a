// Clips that take along what is said in them and their chapters.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CliRun, Workplace } from '../fixtures/processes/castline-cli.js';
import {
  addSubtitles,
  counting,
  ffmpeg,
  makeMarkedCast,
  makeMarkedFilm,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

let place: Workplace;
let film: string;

before(async () => {
  place = await Workplace.open();
  film = addSubtitles(makeMarkedFilm(place.path('silent.mp4')), place.path('film.mp4'));
  const cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
  const flags = ['--clip', 'violet', '--subtitles', '--cast', cast, '--out', place.path('out')];
  const run = await place.run(['--json', 'analyze', film, ...flags]);
  assert.equal(run.code, 0, run.stdout);
});
after(() => place.close());

interface MadeClip {
  readonly path: string;
  readonly cut: Record<string, unknown>;
}

const clipsOf = (run: CliRun): MadeClip[] => run.lines.at(-1)!['clips'] as MadeClip[];

/** As SubRip, on the clock of the clip. */
const saidIn = (path: string): string =>
  ffmpeg(['-i', path, '-map', '0:s:0', '-f', 'srt', 'pipe:1']).stdout.toString().trim();

const chaptersIn = (path: string): string[] =>
  ffmpeg(['-i', path, '-f', 'ffmetadata', 'pipe:1'])
    .stdout.toString()
    .split('\n')
    .filter((line) => /^(START|END|title)=/.test(line));

describe('castline clip --subtitles --chapters', () => {
  it('takes along what is said in the clip and its chapters, on the clock of the clip', async () => {
    const flags = ['--subtitles', '--chapters', '--out', place.path('both')];
    const run = await place.run(['--json', 'clip', film, 'ruby AND violet', ...flags]);
    assert.equal(run.code, 0, run.stdout);
    const [{ path, cut }] = clipsOf(run) as [MadeClip];
    assert.deepEqual(cut['extras'], { subtitles: 1, chapters: 2, leftOut: [] });
    assert.deepEqual(readFrameNumbers(path), counting(72, 144));
    assert.equal(
      saidIn(path),
      '1\n00:00:00,500 --> 00:00:01,500\nfirst\n\n2\n00:00:02,500 --> 00:00:03,000\nsecond',
    );
    assert.deepEqual(chaptersIn(path).slice(-6), [
      ...['START=0', 'END=2000', 'title=Part 1'],
      ...['START=2000', 'END=3000', 'title=Part 2'],
    ]);
  });

  it('tells how many it took along', async () => {
    const run = await place.run(['clip', film, 'ruby', '--subtitles', '--out', place.path('told')]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /copied, 1 subtitle track\)$/m);
  });

  it('takes nothing along unasked, and says nothing of it', async () => {
    const run = await place.run(['--json', 'clip', film, 'ruby', '--out', place.path('plain')]);
    const [{ path, cut }] = clipsOf(run) as [MadeClip];
    assert.equal('extras' in cut, false);
    assert.throws(() => saidIn(path));
  });

  it('is to be had with an analysis, too', () => {
    const path = place.path('out/clips/002_violet_00-00-08-00.mp4');
    assert.match(saidIn(path), /third/);
  });
});
