import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Timeline } from '#domain/timeline/timeline.js';
import { ffmpegProcesses, Workplace } from '../fixtures/processes/castline-cli.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import {
  counting,
  ffmpeg,
  FRAMES,
  makeMarkedCast,
  makeMarkedFilm,
  makeMarkPicture,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

let place: Workplace;
let film: string;
let cast: string;

before(async () => {
  place = await Workplace.open();
  film = makeMarkedFilm(place.path('film.mp4'));
  cast = makeMarkedCast(place.path('cast'), { Ruby: 'red' });
});
after(() => place.close());

describe('castline analyze makes the best', () => {
  it('of a file that was cut short: what is there is analysed, with a warning', async () => {
    const short = place.path('short.mp4');
    const bytes = readFileSync(film);
    writeFileSync(short, bytes.subarray(0, Math.round(bytes.length * 0.6)));
    const run = await place.run(['analyze', short, '--cast', cast, '--out', place.path('short-out')]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(
      run.stderr,
      /^warning: the file is damaged or cut short: only \d+\.\d s of its 11\.0 s length could be read$/m,
    );
    const timeline = JSON.parse(readFileSync(place.path('short-out', 'timeline.json'), 'utf8')) as Timeline;
    const end = timeline.shots.at(-1)!.end.frame;
    assert.ok(end > 72 && end < FRAMES, `${end} frames`);
    assert.ok(timeline.warnings.some((warning) => /cut short/.test(warning)));
    const [ruby] = timeline.characters;
    assert.equal(ruby!.name, 'Ruby');
    assert.deepEqual(
      [ruby!.instances[0]!.start.frame, ruby!.instances[0]!.end.frame],
      [0, 144],
      'all before the damage is there',
    );
    assert.match(readFileSync(place.path('short-out', 'report.html'), 'utf8'), /cut short/);
  });

  it('of a file that is damaged in its middle: the rest is analysed, with a warning', async () => {
    const bytes = readFileSync(film);
    const middle = bytes.indexOf('mdat') + Math.floor((bytes.length - bytes.indexOf('mdat')) / 3);
    bytes.fill(0x5a, middle, middle + 4000);
    writeFileSync(place.path('junk.mp4'), bytes);
    const run = await place.run([
      'analyze',
      place.path('junk.mp4'),
      '--cast',
      cast,
      '--out',
      place.path('junk-out'),
    ]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /^warning: the video data is damaged in places/m);
    const timeline = JSON.parse(readFileSync(place.path('junk-out', 'timeline.json'), 'utf8')) as Timeline;
    assert.ok(timeline.shots.at(-1)!.end.ms > 10_900, 'until the end');
    assert.match(readFileSync(place.path('junk-out', 'report.html'), 'utf8'), /damaged in places/);
  });

  it('of a hole of hours between two frames: it is not filled with pictures', async () => {
    const gap = place.path('gap.mkv');
    const shift = "setts=ts='if(gt(N,72),TS+18000/TB,TS)'";
    ffmpeg(['-i', film, '-an', '-c', 'copy', '-bsf:v', shift, gap]);
    const run = await place.run(['analyze', gap, '--cast', cast, '--out', place.path('gap-out')]);
    assert.equal(run.code, 0, run.stderr);
    const timeline = JSON.parse(readFileSync(place.path('gap-out', 'timeline.json'), 'utf8')) as Timeline;
    assert.ok(timeline.shots.at(-1)!.end.frame <= FRAMES);
    assert.ok(timeline.shots.at(-1)!.end.ms > 18_000_000, 'times are kept as they are');
  });

  it('of a cast with bad pictures: they are named, the others are used', async () => {
    const mixed = makeMarkedCast(place.path('mixed-cast'), { Ruby: 'red', Violet: 'magenta' });
    writeFileSync(join(mixed, 'Ruby', 'broken.png'), 'no picture');
    writeFileSync(join(mixed, 'Ruby', 'bad\n\u001b[31m.png'), 'no picture');
    makeMarkPicture(join(mixed, 'Violet', 'faceless.png'), []);
    mkdirSync(join(mixed, 'Empty'));
    const run = await place.run(['analyze', film, '--cast', mixed, '--out', place.path('mixed-out')]);
    assert.equal(run.code, 0, run.stderr);
    for (const name of [
      /^warning: Ruby\/broken\.png was left out/m,
      /^warning: Violet\/faceless\.png shows no face/m,
      /^warning: Ruby\/bad \\x1b\[31m\.png was left out/m,
      /^warning: the character "Empty" has no usable picture/m,
    ]) {
      assert.match(run.stderr, name);
    }
    const { characters } = JSON.parse(
      readFileSync(place.path('mixed-out', 'timeline.json'), 'utf8'),
    ) as Timeline;
    assert.deepEqual(characters.map(({ name }) => name).sort(), ['Ruby', 'Violet']);
  });
});

describe('castline analyze notices', () => {
  it('that the file was replaced while it was read', async () => {
    const changing = place.path('changing.mp4');
    copyFileSync(film, changing);
    const slow = new WatchedFfmpeg(place.path('slow-bin'), 3);
    const running = place.start(
      [
        '--json',
        '--home',
        place.path('changing-home'),
        'analyze',
        changing,
        '--out',
        place.path('changing-out'),
      ],
      { env: slow.env },
    );
    await running.until((output) => /"stage":"scan","fraction":0\.[2-9]/.test(output));
    writeFileSync(place.path('other.mp4'), 'another file');
    renameSync(place.path('other.mp4'), changing);
    const { code, lines } = await running.ended;
    assert.equal(code, 4);
    assert.equal(lines.at(-1)!['code'], 'MEDIA.CHANGED_WHILE_READ');
    assert.equal(existsSync(place.path('changing-out')), false);
    assert.deepEqual(ffmpegProcesses(changing), []);
  });

  it('a disk that is too full for the results, and leaves nothing half written', async (context) => {
    const disk = mountTinyDisk(context, 'results-disk', 16);
    if (!disk) return;
    const run = await place.run(['analyze', film, '--cast', cast, '--out', join(disk, 'out')]);
    assert.equal(run.code, 6, run.stderr);
    assert.match(run.stderr, /^castline: no space left to write .*\[DISK\.FULL\]$/m);
    const written = readdirSync(disk, { recursive: true }) as string[];
    assert.deepEqual(
      written.filter((name) => /tmp|part/.test(name)),
      [],
    );
    assert.ok(!written.includes('out/report.html'));
    if (written.includes('out/timeline.json')) {
      JSON.parse(readFileSync(join(disk, 'out/timeline.json'), 'utf8')); // whole
    }
  });

  it('a disk that is too full for the catalogue, before anything is written', async (context) => {
    const disk = mountTinyDisk(context, 'home-disk', 96);
    if (!disk) return;
    const out = place.path('full-out');
    const run = await place.run(['--home', join(disk, 'home'), 'analyze', film, '--out', out]);
    assert.equal(run.code, 6, run.stderr);
    assert.match(run.stderr, /^castline: .*\[DISK\.FULL\]$/m);
    assert.equal(existsSync(out), false);
  });

  it('a disk that is too full for clips and reels, and goes on once there is space', async (context) => {
    const disk = mountTinyDisk(context, 'clips-disk', 32);
    if (!disk) return;
    await place.run(['analyze', film, '--cast', cast, '--out', place.path('clip-film')]);
    const clip = ['clip', film, 'ruby', '--out', join(disk, 'clips')];
    const reel = ['reel', film, 'ruby', '--out', join(disk, 'reels', 'ruby.mp4')];
    for (const command of [clip, [...clip, '--reencode'], reel, [...reel, '--titles']]) {
      const run = await place.run(command);
      assert.equal(run.code, 6, run.stderr);
      assert.match(run.stderr, /^castline: no space left for .*\.mp4 in .*clips-disk.*\[DISK\.FULL\]$/m);
      assert.deepEqual(filesIn(disk), [], command.join(' '));
    }
    assert.equal(spawnSync('mount', ['-o', 'remount,size=16m', disk]).status, 0);
    for (const command of [clip, reel]) {
      const run = await place.run(command);
      assert.equal(run.code, 0, run.stderr);
    }
    assert.deepEqual(readFrameNumbers(join(disk, 'reels', 'ruby.mp4')), counting(0, 144));
    assert.equal(filesIn(join(disk, 'clips')).length, 1);
  });
});

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** A disk of a few kB; only the super-user can have one. */
function mountTinyDisk(context: TestContext, name: string, kilobytes: number): string | undefined {
  const folder = place.path(name);
  mkdirSync(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'castline-test', folder]);
  if (status !== 0) {
    context.skip('a small disk can only be mounted by the super-user');
    return undefined;
  }
  context.after(() => void spawnSync('umount', ['-l', folder]));
  return folder;
}
