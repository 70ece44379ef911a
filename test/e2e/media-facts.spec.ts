// One film in many wrappings: whatever container, clock or pixels it comes in, who is on screen when stays the same.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { timelineSchema } from '#contracts/timeline.contract.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { Workplace } from '../fixtures/processes/castline-cli.js';
import { turnClockwise } from '../fixtures/videos/coded-video.js';
import {
  counting,
  ffmpeg,
  makeMarkedCast,
  makeMarkedFilm,
  readFrameNumbers,
} from '../fixtures/videos/marked-film.js';

/** As long as the first two shots and a second of the third: red, red and magenta, nobody. */
const FRAMES = 168;

let place: Workplace;
let film: string;
let cast: string;

before(async () => {
  place = await Workplace.open();
  const whole = makeMarkedFilm(place.path('whole.mp4'));
  film = place.path('film.mp4');
  ffmpeg(['-i', whole, '-frames:v', String(FRAMES), '-t', String(FRAMES / 24), '-c', 'copy', film]);
  cast = makeMarkedCast(place.path('cast'), { Ruby: 'red', Violet: 'magenta' });
});
after(() => place.close());

interface Analysed {
  readonly timeline: Timeline;
  /** The clip of both characters together. */
  readonly clip: string;
  readonly stderr: string;
}

async function analyse(episode: string): Promise<Analysed> {
  const out = `${episode}-out`;
  const query = 'ruby AND violet';
  const run = await place.run(['analyze', episode, '--cast', cast, '--out', out, '--clip', query]);
  assert.equal(run.code, 0, run.stderr);
  const timeline = timelineSchema.parse(JSON.parse(readFileSync(`${out}/timeline.json`, 'utf8'))) as Timeline;
  const clips = readdirSync(`${out}/clips`);
  assert.equal(clips.length, 1);
  return { timeline, clip: `${out}/clips/${clips[0]}`, stderr: run.stderr };
}

/** Frames of every appearance. */
const framesIn = ({ characters }: Timeline): Record<string, [number, number][]> =>
  Object.fromEntries(
    characters.map(({ name, instances }) => [
      name,
      instances.map(({ start, end }) => [start.frame, end.frame]),
    ]),
  );

const made = (name: string, ...options: string[]): string => {
  ffmpeg(['-i', film, ...options, place.path(name)]);
  return place.path(name);
};

const UNEVEN = [
  '-vf',
  "settb=1/1000,setpts='N*42+mod(N*7\\,13)'",
  '-fps_mode',
  'passthrough',
  '-enc_time_base',
  '1:1000',
];

describe('an episode', () => {
  const wrappings: [string, () => string][] = [
    ['that starts late', () => made('late.ts', '-c', 'copy', '-output_ts_offset', '10')],
    ['with a cover picture before it', () => withCover('cover.mp4')],
    [
      'of 10 bits and an odd size',
      () => made('deep.mkv', '-c:v', 'ffv1', '-c:a', 'copy', '-vf', 'pad=641:385', '-pix_fmt', 'yuv444p10le'),
    ],
    [
      'of a raw stream without a container',
      () => made('raw.h264', '-an', '-c:v', 'copy', '-bsf:v', 'h264_mp4toannexb', '-f', 'h264'),
    ],
  ];
  for (const [what, make] of wrappings) {
    it(`${what} has the same timeline and clips`, async () => {
      const { timeline, clip } = await analyse(make());
      assert.deepEqual(framesIn(timeline), { Ruby: [[0, 144]], Violet: [[72, 144]] });
      assert.equal(timeline.shots.at(-1)!.end.frame, FRAMES);
      // not exactly 0 where the encoded sound begins a little before the pictures
      assert.ok(
        timeline.shots[0]!.start.ms < 50,
        `counted from the start of the file, not ${timeline.shots[0]!.start.ms}`,
      );
      assert.equal(timeline.characters[0]!.instances[0]!.start.ms, timeline.shots[0]!.start.ms);
      assert.deepEqual(readFrameNumbers(clip), counting(72, 144));
    });
  }

  it('of a varying frame rate keeps its own times', async () => {
    const { timeline, clip, stderr } = await analyse(made('uneven.mkv', ...UNEVEN, '-c:v', 'ffv1', '-an'));
    const ms = (frame: number): number => frame * 42 + ((frame * 7) % 13);
    assert.deepEqual(framesIn(timeline), { Ruby: [[0, 144]], Violet: [[72, 144]] });
    const [violet] = timeline.characters.find(({ name }) => name === 'Violet')!.instances;
    assert.deepEqual([violet!.start.ms, violet!.end.ms], [ms(72), ms(144)]);
    assert.deepEqual(readFrameNumbers(clip), counting(72, 144));
    assert.match(stderr, /^warning: the frame rate varies/m);
  });

  it('whose edit list begins inside a group of pictures begins with what a player shows first', async () => {
    // frames 0 to 35 are cut off, though the file still holds those from the keyframe 24 on
    const trimmed = place.path('trimmed.mp4');
    ffmpeg(['-ss', '1.5', '-i', film, '-c', 'copy', trimmed]);
    const { timeline, clip } = await analyse(trimmed);
    assert.deepEqual(framesIn(timeline), { Ruby: [[0, 108]], Violet: [[36, 108]] });
    assert.deepEqual(readFrameNumbers(clip), counting(72, 144));
  });

  it('that asks for a turn is analysed and cut as it is shown', async () => {
    const { timeline, clip } = await analyse(turnClockwise(film, place.path('turned.mp4')));
    assert.deepEqual([timeline.episode.width, timeline.episode.height], [384, 640]);
    assert.deepEqual(framesIn(timeline), { Ruby: [[0, 144]], Violet: [[72, 144]] });
    for (const { best } of timeline.characters.flatMap(({ instances }) => instances)) {
      assert.ok(
        best.box.x + best.box.width <= 384 && best.box.y + best.box.height <= 640,
        JSON.stringify(best.box),
      );
      assert.ok(best.box.y > 290, 'a mark on the right half is in the lower half after a turn clockwise');
    }
    const back = place.path('back.mkv');
    ffmpeg(['-i', clip, '-vf', 'transpose=2', '-c:v', 'ffv1', '-an', back]);
    assert.deepEqual(readFrameNumbers(back), counting(72, 144));
  });
});

function withCover(name: string): string {
  const cover = place.path('cover.png');
  ffmpeg(['-f', 'lavfi', '-i', 'color=red:s=600x600', '-frames:v', '1', cover]);
  const mapping = ['-map', '1:v', '-map', '0', '-disposition:v:0', 'attached_pic', '-c', 'copy'];
  ffmpeg(['-i', film, '-i', cover, ...mapping, place.path(name)]);
  return place.path(name);
}
