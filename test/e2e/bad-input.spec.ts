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
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Timeline } from '#domain/timeline/timeline.js';
import { type CliRun, ffmpegProcesses, Workplace } from '../fixtures/processes/castline-cli.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import {
  ffmpeg,
  FRAMES,
  makeMarkedCast,
  makeMarkedFilm,
  makeMarkPicture,
} from '../fixtures/videos/marked-film.js';

let place: Workplace;
let film: string;
let cast: string;
let outputs = 0;

before(async () => {
  place = await Workplace.open();
  film = makeMarkedFilm(place.path('film.mp4'));
  cast = makeMarkedCast(place.path('cast'), { Ruby: 'red' });
});
after(() => place.close());

interface Refusal {
  readonly exitCode: number;
  readonly code: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Expects one clear line with this code, and that nothing was written. */
async function assertRefused({ exitCode, code, args, env = {} }: Refusal): Promise<CliRun> {
  const out = place.path(`out-${outputs++}`);
  const run = await place.run(['analyze', ...args, '--out', out], { env });
  assert.equal(run.code, exitCode, run.stderr);
  const message = run.stderr.split('\n').filter((line) => line.startsWith('castline: '));
  assert.equal(message.length, 1, run.stderr);
  assert.ok(run.stderr.trimEnd().endsWith(`[${code}]`), run.stderr);
  assert.equal(run.stdout, '');
  assert.equal(existsSync(out), false, 'nothing was written');
  return run;
}

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(place.path(name), content);
  return place.path(name);
}

describe('castline analyze refuses, in one line and without output,', () => {
  const files: [string, string, number, () => string][] = [
    [
      'a text that is called a video',
      'MEDIA.NOT_A_VIDEO',
      4,
      () => write('text.mp4', 'this is a text\n'.repeat(100)),
    ],
    ['an empty file', 'MEDIA.EMPTY', 4, () => write('empty.mp4', '')],
    [
      'a recording that lost its index',
      'MEDIA.TRUNCATED',
      4,
      () => write('no-index.mp4', firstPartOf(withIndexLast(), 0.6)),
    ],
    ['sound alone', 'MEDIA.NO_VIDEO_STREAM', 4, () => made('sound.m4a', '-i', film, '-vn', '-c', 'copy')],
    ['a folder', 'MEDIA.NOT_A_FILE', 4, () => place.folder],
    ['a named pipe', 'MEDIA.NOT_A_FILE', 4, () => namedPipe()],
    ['a file that is not there', 'MEDIA.MISSING', 3, () => place.path('nowhere.mp4')],
  ];
  for (const [what, code, exitCode, make] of files) {
    it(what, async () => assertRefused({ exitCode, code, args: [make()] }).then(() => undefined));
  }

  it('a playlist that poses as a video, without following it', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const playlists = [
        `#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:${port}/a.ts\n#EXTINF:10,\n${film}\n#EXT-X-ENDLIST\n`,
        `ffconcat version 1.0\nfile '${film}'\n`,
      ];
      for (const [index, playlist] of playlists.entries()) {
        await assertRefused({
          exitCode: 4,
          code: 'MEDIA.NOT_A_VIDEO',
          args: [write(`playlist-${index}.mp4`, playlist)],
        });
      }
    } finally {
      server.close();
    }
    assert.equal(asked, 0);
  });

  it('a picture larger than allowed', async () => {
    const { stderr } = await assertRefused({
      exitCode: 4,
      code: 'MEDIA.TOO_LARGE',
      args: [film],
      env: { CASTLINE_MAX_PIXELS: '100000' },
    });
    assert.match(stderr, /100000 pixels/);
  });

  it('a cast that cannot be used', async () => {
    const blank = place.path('blank-cast');
    mkdirSync(join(blank, 'Nobody'), { recursive: true });
    makeMarkPicture(join(blank, 'Nobody', 'none.png'), []);
    mkdirSync(place.path('flat-cast'));
    makeMarkPicture(place.path('flat-cast', 'ruby.png'), ['red']);
    await assertRefused({ exitCode: 3, code: 'CAST.MISSING', args: [film, '--cast', place.path('no-cast')] });
    await assertRefused({ exitCode: 2, code: 'CAST.NOT_A_FOLDER', args: [film, '--cast', film] });
    await assertRefused({ exitCode: 2, code: 'CAST.EMPTY', args: [film, '--cast', place.path('flat-cast')] });
    await assertRefused({ exitCode: 2, code: 'CAST.NO_USABLE_PICTURE', args: [film, '--cast', blank] });
  });

  it('a query that cannot be read, before the work and not after it', async () => {
    const watched = new WatchedFfmpeg(place.path('query-bin'));
    const out = place.path('query-out');
    const run = await place.run(['analyze', film, '--out', out, '--clip', 'ruby AND'], { env: watched.env });
    assert.equal(run.code, 2);
    assert.match(run.stderr, /\[QUERY\.SYNTAX\]/);
    assert.equal(watched.takeScans(), 0);
    assert.equal(existsSync(out), false);
  });

  it('an output folder that cannot be written, before the work and not after it', async () => {
    const watched = new WatchedFfmpeg(place.path('output-bin'));
    const run = await place.run(['analyze', film, '--out', join(film, 'out')], { env: watched.env });
    assert.equal(run.code, 6, run.stderr);
    assert.match(run.stderr, /^castline: .*film\.mp4.*\[OUTPUT\.NOT_WRITABLE\]$/m);
    assert.equal(watched.takeScans(), 0);
  });
});

describe('castline analyze makes the best', () => {
  it('of a file that was cut short: what is there is analysed, with a warning', async () => {
    const short = write('short.mp4', firstPartOf(readFileSync(film), 0.6));
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

  it('of a cast with bad pictures: they are named, the others are used', async () => {
    const mixed = makeMarkedCast(place.path('mixed-cast'), { Ruby: 'red', Violet: 'magenta' });
    writeFileSync(join(mixed, 'Ruby', 'broken.png'), 'no picture');
    makeMarkPicture(join(mixed, 'Violet', 'faceless.png'), []);
    mkdirSync(join(mixed, 'Empty'));
    const run = await place.run(['analyze', film, '--cast', mixed, '--out', place.path('mixed-out')]);
    assert.equal(run.code, 0, run.stderr);
    for (const name of [
      /^warning: Ruby\/broken\.png was left out/m,
      /^warning: Violet\/faceless\.png shows no face/m,
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

  it('a disk that is too full for clips', async (context) => {
    const disk = mountTinyDisk(context, 'clips-disk', 32);
    if (!disk) return;
    await place.run(['analyze', film, '--cast', cast, '--out', place.path('clip-film')]);
    const run = await place.run(['clip', film, 'ruby', '--out', join(disk, 'clips')]);
    assert.equal(run.code, 6, run.stderr);
    assert.match(run.stderr, /^castline: no space left for the clip .*\[DISK\.FULL\]$/m);
    assert.deepEqual(readdirSync(join(disk, 'clips')), []);
  });
});

function firstPartOf(bytes: Uint8Array, share: number): Uint8Array {
  return bytes.subarray(0, Math.round(bytes.length * share));
}

function withIndexLast(): Uint8Array {
  return readFileSync(made('index-last.mp4', '-i', film, '-c', 'copy'));
}

function made(name: string, ...args: string[]): string {
  ffmpeg([...args, place.path(name)]);
  return place.path(name);
}

function namedPipe(): string {
  const { status } = spawnSync('mkfifo', [place.path('pipe.mp4')]);
  assert.equal(status, 0);
  return place.path('pipe.mp4');
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
