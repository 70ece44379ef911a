import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, describe, it } from 'node:test';
import type { CropPath } from '#domain/reframing/crop-path.js';
import { VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { clipCutter } from './ffmpeg-ports.js';
import { openFilm, planned } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

const [WIDTH, HEIGHT] = [320, 240];
const NOISY = [
  ...['-vf', 'noise=alls=60:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12'],
  ...['-pix_fmt', 'yuv420p'],
];

/** Luma of every frame. */
function readLuma(path: string, width: number, height: number): Uint8Array[] {
  const args = ['-v', 'error', '-i', path, '-map', '0:V:0', '-fps_mode', 'passthrough'];
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
  const { stdout } = spawnSync('ffmpeg', [...args, ...raw], { maxBuffer: 2 ** 28 });
  const side = width * height;
  return Array.from({ length: stdout.length / side }, (_, at) => stdout.subarray(at * side, (at + 1) * side));
}

/** Mean difference between a clip's picture and the window of the source's that begins there. */
function differenceAt(
  clip: Uint8Array,
  source: Uint8Array,
  path: CropPath,
  left: number,
  top: number,
): number {
  let sum = 0;
  for (let y = 0; y < path.height; y++)
    for (let x = 0; x < path.width; x++)
      sum += Math.abs(clip[y * path.width + x]! - (source[(y + top) * WIDTH + x + left] ?? 0));
  return sum / (path.width * path.height);
}

describe('FfmpegClipCutter, clips cropped to another shape', () => {
  it('shows in every frame exactly the window that was planned for it, odd places too', async () => {
    const source = await openFilm(
      workshop.make('noisy.mp4', { frames: 120, soundSeconds: 5, options: NOISY }),
    );
    const frames = 60;
    const path: CropPath = {
      ...{ width: 134, height: 200 },
      // stands, walks, jumps to and fro
      lefts: Array.from({ length: frames }, (_, at) =>
        at < 20 ? 7 : at < 50 ? 7 + 3 * (at - 20) : (at % 2) * 90 + 50,
      ),
      tops: Array.from({ length: frames }, (_, at) => Math.min(39, Math.round(at * 0.7) + 1)),
    };
    const target = workshop.path('window.mp4');
    const cut = await clipCutter.cut({ ...planned(source, 33, 93), crop: path }, target);
    assert.deepEqual([cut.frames, cut.method, cut.reason], [frames, 'reencoded', 'it is reframed']);
    const shown = readLuma(target, path.width, path.height);
    const original = readLuma(source.path, WIDTH, HEIGHT);
    assert.equal(shown.length, frames);
    shown.forEach((picture, at) => {
      const [left, top] = [path.lefts[at]!, path.tops[at]!];
      const planned = differenceAt(picture, original[33 + at]!, path, left, top);
      for (const [x, y] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const)
        assert.ok(
          planned < 0.5 * differenceAt(picture, original[33 + at]!, path, left + x, top + y),
          `frame ${at} at ${left},${top}`,
        );
    });
  });
});
