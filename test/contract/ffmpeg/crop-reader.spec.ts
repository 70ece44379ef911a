import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { FfmpegCropReader } from '#adapters/ffmpeg/stickers/ffmpeg-crop-reader.adapter.js';
import type { CropPath } from '#domain/reframing/crop-path.js';
import { VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { ffmpeg } from '../../fixtures/videos/marked-film.js';
import { toolchain, withCode } from './ffmpeg-ports.js';
import { openFilm, planned } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());
const reader = new FfmpegCropReader(toolchain);
const [WIDTH, HEIGHT] = [320, 240];

/** Noise, coded without loss: every window of every frame is like no other. */
const NOISY = [
  ...['-vf', 'noise=alls=60:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0'],
  ...['-pix_fmt', 'yuv420p', '-g', '30', '-colorspace', 'bt709', '-color_range', 'tv'],
];

function still(
  frames: number,
  window: { left: number; top: number; width: number; height: number },
): CropPath {
  const { left, top, width, height } = window;
  return {
    ...{ width, height },
    lefts: Array.from({ length: frames }, () => left),
    tops: Array.from({ length: frames }, () => top),
  };
}

/** The same frames, whole, by a decoder of their own. */
function readWhole(path: string, from: number, to: number): Buffer[] {
  const trim = `trim=start_frame=${from}:end_frame=${to},scale=flags=area+accurate_rnd+full_chroma_int,format=rgb24`;
  const args = ['-i', path, '-vf', trim, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'];
  const { stdout } = ffmpeg(args);
  const size = WIDTH * HEIGHT * 3;
  return Array.from({ length: stdout.length / size }, (_, at) => stdout.subarray(at * size, (at + 1) * size));
}

/** Mean difference between the inner part of a window of 100 x 80 and the whole picture, were it there. */
function differenceAt(window: Uint8Array, whole: Uint8Array, left: number, top: number): number {
  let sum = 0;
  for (let y = 10; y < 70; y++)
    for (let x = 30; x < 270; x++)
      sum += Math.abs(window[3 * y * 100 + x]! - whole[3 * ((y + top) * WIDTH + left) + x]!);
  return sum / (60 * 240);
}

describe('FfmpegCropReader', () => {
  it('reads exactly the frames asked for, through a window that moves', async () => {
    const film = await openFilm(workshop.make('noise.mp4', { frames: 120, options: NOISY }));
    const [from, to] = [47, 77];
    const crop: CropPath = {
      ...{ width: 100, height: 80 },
      lefts: Array.from({ length: to - from }, (_, at) => 2 * at),
      tops: Array.from({ length: to - from }, (_, at) => 60 + at - (at % 2)),
    };
    const pictures = await reader.read({ ...planned(film, from, to), crop, longSide: 200 });
    const whole = readWhole(film.path, from, to);
    assert.deepEqual([pictures.length, whole.length], [to - from, to - from]);
    for (const [at, { data, width, height }] of pictures.entries()) {
      assert.deepEqual([width, height], [100, 80], 'it is not enlarged');
      const [left, top] = [crop.lefts[at]!, crop.tops[at]!];
      const there = differenceAt(data, whole[at]!, left, top);
      const beside = differenceAt(data, whole[at]!, left + 1, top);
      // colours lie at half the picture's points: the two ways to fill them in differ a little
      assert.ok(there < 12 && there < beside / 2, `frame ${at} differs by ${there}, beside it by ${beside}`);
    }
  });

  it('makes them as small as asked for', async () => {
    const film = await openFilm(workshop.make('small.mp4', { frames: 30 }));
    const crop = still(10, { left: 20, top: 10, width: 200, height: 100 });
    const pictures = await reader.read({ ...planned(film, 5, 15), crop, longSide: 50 });
    const sizes = new Set(pictures.map(({ width, height, data }) => `${width}x${height} ${data.length}`));
    assert.deepEqual([...sizes], [`50x25 ${50 * 25 * 3}`]);
  });

  it('refuses a film that has other frames now, one that is gone, and stops when cancelled', async () => {
    const film = await openFilm(workshop.make('other.mp4', { frames: 30 }));
    const crop = still(10, { left: 0, top: 0, width: 100, height: 100 });
    const reading = { ...planned(film, 20, 30), crop, longSide: 50 };
    const shorter = workshop.make('shorter.mp4', { frames: 25 });
    await assert.rejects(reader.read({ ...reading, sourcePath: shorter }), withCode('CLIP.NOT_EXACT'));
    const gone = reader.read({ ...reading, sourcePath: workshop.path('gone.mp4') });
    await assert.rejects(gone, withCode('MEDIA.MISSING'));
    await assert.rejects(reader.read(reading, AbortSignal.abort()), withCode('RUN.CANCELLED'));
  });
});
