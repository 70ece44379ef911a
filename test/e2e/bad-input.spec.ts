import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type CliRun, Workplace } from '../fixtures/processes/castline-cli.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import { ffmpeg, makeMarkedFilm, makeMarkPicture } from '../fixtures/videos/marked-film.js';

let place: Workplace;
let film: string;
let outputs = 0;

before(async () => {
  place = await Workplace.open();
  film = makeMarkedFilm(place.path('film.mp4'));
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
  assert.ok(message[0]!.endsWith(` [${code}]`), run.stderr);
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
      'an empty file of any name',
      'MEDIA.EMPTY',
      4,
      () => write('-rf \'"\n\u001b[31m🐰小明;$(id) %d.mp4', ''),
    ],
    [
      'a film of no duration',
      'MEDIA.NO_VIDEO_STREAM',
      4,
      () => made('nothing.mp4', '-f', 'lavfi', '-i', 'testsrc=s=64x64', '-t', '0'),
    ],
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

  it('a playlist that poses as a video, without following it', async (context) => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const other = made('other.ts', '-i', film, '-c', 'copy');
    const hls = (address: string): string =>
      `#EXTM3U\n#EXT-X-TARGETDURATION:11\n#EXTINF:11,\n${address}\n#EXT-X-ENDLIST\n`;
    utimesSync(other, 0, new Date());
    for (const [index, text] of [
      hls(`http://127.0.0.1:${port}/a.ts`),
      hls(`file://${other}`),
      `ffconcat version 1.0\nfile '${other}'\n`,
    ].entries()) {
      const args = [write(`playlist-${index}.mp4`, text)];
      await assertRefused({ exitCode: 4, code: 'MEDIA.NOT_A_VIDEO', args });
    }
    assert.equal(asked, 0);
    assert.equal(statSync(other).atimeMs, 0, 'the other file was read');
    readFileSync(other);
    if (statSync(other).atimeMs === 0) context.diagnostic('this file system notes no reading: not checked');
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
