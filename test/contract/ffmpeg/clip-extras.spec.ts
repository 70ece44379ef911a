// Clips that take subtitles and chapters of their episode along.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import type { ClipCut, CutClip } from '#ports/clip-cutter.port.js';
import { VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { clipCutter } from './ffmpeg-ports.js';
import { openFilm, planned, x264, x265, type Film } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

/** The Library of Congress's copy of the cartoon of 1936, with subtitles as pictures; not in the repository. */
const POPEYE = resolve(process.cwd(), '../shared/films/popeye-sindbad/pgs_T00-1.mkv');
const BOTH = { subtitles: true, chapters: true };
const CUES = [
  '1\n00:00:00,200 --> 00:00:01,000\n<i>Where</i> is it?',
  '2\n00:00:01,500 --> 00:00:02,700\n终わり, 结束\nsecond line',
  '3\n00:00:03,500 --> 00:00:03,900\nlate',
];
const CHAPTERS = [
  { from: 0, to: 1500, title: 'Opening' },
  { from: 1500, to: 4000, title: 'Act = one; "two" \\ #3' },
];

function ffmpeg(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

function writeChapters(name: string, chapters: typeof CHAPTERS): string {
  const blocks = chapters.map(
    ({ from, to, title }) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${from}\nEND=${to}\ntitle=${title.replace(/[=;#\\]/g, '\\$&')}\n`,
  );
  return workshop.write(`${name}.chapters.txt`, [';FFMETADATA1\n', ...blocks].join(''));
}

/** 100 frames at 25 fps with two subtitle tracks, of which the second is silent after 1 s, and chapters. */
async function filmWithExtras(
  name: string,
  codec: string,
  options = x264('keyint=20:min-keyint=20:scenecut=0:bframes=3'),
): Promise<Film> {
  const bare = workshop.make(`bare-${name}`, { frames: 100, options, soundSeconds: 4 });
  const [all, first] = ['all.srt', 'first.srt'].map((part) => workshop.path(`${name}.${part}`));
  writeFileSync(all!, CUES.join('\n\n'));
  writeFileSync(first!, CUES[0]!);
  const path = workshop.path(name);
  ffmpeg(
    ...[
      '-i',
      bare,
      '-i',
      all!,
      '-i',
      first!,
      '-i',
      writeChapters(name, CHAPTERS),
      '-map',
      '0',
      '-map',
      '1',
      '-map',
      '2',
      '-map_chapters',
      '3',
    ],
    ...[
      '-c',
      'copy',
      '-c:s',
      codec,
      '-metadata:s:s:0',
      'language=jpn',
      '-metadata:s:s:0',
      'title=Songs & signs',
      '-metadata:s:s:0',
      'handler_name=Songs & signs',
      '-disposition:s:1',
      'forced',
      path,
    ],
  );
  return openFilm(path);
}

interface Probed {
  readonly streams: {
    codec_name: string;
    codec_type: string;
    tags?: Record<string, string>;
    disposition: Record<string, number>;
  }[];
  readonly chapters: { start_time: string; end_time: string; tags?: { title: string } }[];
}

function probe(path: string): Probed {
  const args = ['-v', 'error', '-show_streams', '-show_chapters', '-of', 'json', path];
  return JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout) as Probed;
}

const cuesOf = (path: string, track: number): string[] =>
  ffmpeg('-i', path, '-map', `0:s:${track}`, '-f', 'srt', '-').replaceAll('\r', '').trim().split('\n\n');
/** To the hundredth: some containers move their pictures by a few milliseconds, but not their chapters. */
const chaptersOf = (path: string): [string, string, string][] =>
  probe(path).chapters.map(({ start_time, end_time, tags }) => [
    Number(start_time).toFixed(2),
    Number(end_time).toFixed(2),
    tags?.title ?? '',
  ]);
const mediaOf = (path: string): string =>
  ffmpeg('-i', path, '-map', '0:v', '-map', '0:a?', '-c', 'copy', '-f', 'framecrc', '-');

async function cutTwice(
  film: Film,
  options: Partial<ClipCut> = {},
  range: [number, number] = [35, 90],
): Promise<{ bare: string; path: string; result: CutClip }> {
  const cut = { ...planned(film, ...range), ...options };
  const [bare, path] = [workshop.path('bare.mp4'), workshop.path('with.mp4')];
  await clipCutter.cut({ ...cut, extras: undefined }, bare);
  return { bare, path, result: await clipCutter.cut({ extras: BOTH, ...cut }, path) };
}

describe('FfmpegClipCutter, subtitles and chapters', () => {
  const kinds: Record<string, { codec: string; options?: string[]; method?: 'reencode' }> = {
    'subrip.mkv': { codec: 'srt' },
    'ass.mkv': { codec: 'ass' },
    'webvtt.mkv': { codec: 'webvtt' },
    'timed-text.mp4': { codec: 'mov_text' },
    'hevc.mkv': { codec: 'srt', options: x265('keyint=20:min-keyint=20:scenecut=0:bframes=3') },
    'encoded.mkv': { codec: 'srt', method: 'reencode' },
  };
  for (const [name, { codec, options, method = 'copy' }] of Object.entries(kinds))
    it(`keeps what is said and the chapters within the clip, and every bit of the clip itself: ${name}`, async () => {
      const film = await filmWithExtras(name, codec, options);
      // frames 35 to 89 of 25 a second: 1.4 s to 3.6 s
      const { bare, path, result } = await cutTwice(film, { method });
      assert.deepEqual(result.extras, { subtitles: 1, chapters: 2, leftOut: [] });
      assert.equal(result.method, method === 'copy' ? 'copied' : 'reencoded');
      assert.deepEqual(cuesOf(path, 0), [
        '1\n00:00:00,100 --> 00:00:01,300\n终わり, 结束\nsecond line',
        '2\n00:00:02,100 --> 00:00:02,200\nlate',
      ]);
      assert.deepEqual(chaptersOf(path), [
        ['0.00', '0.10', 'Opening'],
        ['0.10', '2.20', 'Act = one; "two" \\ #3'],
      ]);
      const track = probe(path).streams.find(({ codec_type }) => codec_type === 'subtitle');
      assert.deepEqual(
        [track?.codec_name, track?.tags?.['language'], track?.tags?.['handler_name']],
        ['mov_text', 'jpn', 'Songs & signs'],
      );
      assert.equal(mediaOf(path), mediaOf(bare));
    });

  it(
    'leaves subtitles behind that are pictures, and says so',
    { skip: !existsSync(POPEYE) && `no ${POPEYE}` },
    async () => {
      const start = workshop.path('start.mkv');
      ffmpeg('-i', POPEYE, '-t', '3', '-map', '0', '-c', 'copy', start);
      const film = await openFilm(start);
      const { result } = await cutTwice(film, {}, [10, 50]);
      assert.deepEqual([result.extras?.subtitles, result.extras?.chapters], [0, 0]);
      assert.match(
        result.extras?.leftOut.join() ?? '',
        /^subtitle track 1 consists of pictures \(hdmv_pgs_subtitle\)/,
      );
    },
  );

  /** A film of 4 s with these subtitles, as ffmpeg reads them from a file, and chapters. */
  async function filmWith(name: string, subtitles: string, chapters: typeof CHAPTERS = []): Promise<Film> {
    const bare = workshop.make('bare.mp4', { frames: 100, options: x264('keyint=20:scenecut=0:bframes=0') });
    const cues = workshop.write(`${name}.ass`, subtitles);
    const path = workshop.path(name);
    const inputs = [bare, cues, writeChapters(name, chapters)].flatMap((input) => ['-i', input]);
    ffmpeg(...inputs, '-map', '0', '-map', '1', '-map_chapters', '2', '-c', 'copy', path);
    return openFilm(path);
  }
  const assOf = (...cues: [string, string, string][]): string =>
    [
      '[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name\nStyle: Default\n\n[Events]',
      'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
      ...cues.map(([from, to, text]) => `Dialogue: 0,0:00:0${from},0:00:0${to},Default,,0,0,0,,${text}`),
    ].join('\n');

  it('shows together what is up together, and no drawings', async () => {
    const film = await filmWith(
      'overlapping.mkv',
      assOf(
        ['0.40', '3.80', 'SIGN'],
        ['1.00', '2.40', 'one'],
        ['2.00', '3.00', 'other'],
        ['1.00', '3.00', '{\\p1}m 0 0 l 9 9{\\p0}'],
      ),
    );
    const { path } = await cutTwice(film);
    assert.deepEqual(
      cuesOf(path, 0).map((cue) => cue.split('\n').slice(1).join('|')),
      [
        '00:00:00,000 --> 00:00:00,600|SIGN|one',
        '00:00:00,600 --> 00:00:01,000|SIGN|one|other',
        '00:00:01,000 --> 00:00:01,600|SIGN|other',
        '00:00:01,600 --> 00:00:02,200|SIGN',
      ],
    );
  });

  it('keeps chapters at their times where some begin late and end early', async () => {
    const chapters = [
      { from: 2000, to: 2400, title: 'two' },
      { from: 3000, to: 3200, title: 'three' },
    ];
    const film = await filmWith('late-chapters.mkv', assOf(), chapters);
    const { path, result } = await cutTwice(film);
    assert.deepEqual(result.extras, { subtitles: 0, chapters: 2, leftOut: [] });
    assert.deepEqual(
      probe(path).chapters.map(({ start_time, tags }) => [Number(start_time).toFixed(1), tags?.title ?? '']),
      [
        ['0.0', ''],
        ['0.6', 'two'],
        ['1.0', ''],
        ['1.6', 'three'],
        ['1.8', ''],
      ],
    );
  });

  it('keeps what can be read of a track and says that there was more', async () => {
    const film = await filmWith('whole.mkv', assOf(['1.50', '2.00', 'plain'], ['2.00', '3.00', 'GrQQe']));
    const broken = readFileSync(film.path);
    assert.ok(broken.includes('GrQQe'));
    broken.set([0xfc, 0xdf], broken.indexOf('GrQQe') + 2);
    const { path, result } = await cutTwice(await openFilm(workshop.write('broken.mkv', broken)));
    assert.equal(result.extras?.subtitles, 1);
    assert.match(result.extras.leftOut.join(), /^perhaps something of subtitle track 1: /);
    assert.match(cuesOf(path, 0)[0]!, /plain$/);
  });

  it('is the clip without them where an MP4 cannot hold them, and says so', async () => {
    const film = await filmWith('huge.mkv', assOf(['0.40', '3.80', 'x'.repeat(70_000)]));
    const { bare, path, result } = await cutTwice(film);
    assert.deepEqual([result.extras?.subtitles, result.extras?.leftOut.length], [0, 1]);
    assert.match(result.extras!.leftOut[0]!, /^subtitles and chapters: .*Subtitle encoding failed/);
    assert.equal(mediaOf(path), mediaOf(bare));
  });

  it('is the bare clip where nothing is said and there is no chapter, or nothing was asked for', async () => {
    const film = await filmWithExtras('said-before.mkv', 'srt');
    const { bare, path, result } = await cutTwice(
      film,
      { extras: { subtitles: true, chapters: false } },
      [68, 87],
    );
    assert.deepEqual(result.extras, { subtitles: 0, chapters: 0, leftOut: [] });
    assert.deepEqual(probe(path).streams.length, probe(bare).streams.length);
    const { result: plain } = await cutTwice(film, { extras: { subtitles: false, chapters: false } });
    assert.equal('extras' in plain, false);
  });
});
