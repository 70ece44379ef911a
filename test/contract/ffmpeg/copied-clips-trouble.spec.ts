// The sound of copied clips, and what happens when copying goes wrong.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { VideoWorkshop, type CodedVideo } from '../../fixtures/videos/coded-video.js';
import { counting, readAll, toolchain, withCode } from './ffmpeg-ports.js';
import { checkCut, openFilm, planned, x264, type Film } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

async function film(name: string, video: Partial<CodedVideo>): Promise<Film> {
  return openFilm(workshop.make(name, { frames: 100, ...video }));
}

/** Seconds until the sound begins. */
function onset(path: string): number {
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-i',
    path,
    '-map',
    '0:a',
    '-ac',
    '1',
    '-ar',
    '48000',
    '-f',
    's16le',
    '-',
  ];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 2 ** 26 });
  const samples = new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1);
  return samples.findIndex((sample) => Math.abs(sample) > 2000) / 48000;
}

describe('FfmpegClipCutter, the sound of copied clips', () => {
  for (const [layout, codec] of [
    ['mono', 'aac'],
    ['stereo', 'aac'],
    ['5.1', 'ac3'],
  ] as const) {
    it(`begins within 10 ms of its place, ${layout} in ${codec}`, async () => {
      const pictures = workshop.make('pictures.mp4', {
        frames: 100,
        options: x264('keyint=20:scenecut=0:bframes=0'),
      });
      const path = workshop.path(`beep-${layout}.mkv`);
      const beep = "aevalsrc='0.6*sin(880*2*PI*t)*gte(t,2)':d=4:s=48000";
      workshop.ffmpeg([
        ...['-i', pictures, '-f', 'lavfi', '-i', beep, '-af', `aformat=channel_layouts=${layout}`],
        ...['-c:v', 'copy', '-c:a', codec, path],
      ]);
      const source = await openFilm(path);
      const begins = onset(await checkCut(source, 13, 95, { head: 7, tail: 0 }));
      assert.ok(Math.abs(begins - (2 - 13 / 25)) < 0.01, `${begins} s`);
    });
  }
});

describe('FfmpegClipCutter, when copying goes wrong', () => {
  /** A cutter whose ffmpeg is run by a script. */
  async function cutterWith(name: string, script: string): Promise<FfmpegClipCutter> {
    const { ffmpeg } = await toolchain.require();
    const path = workshop.write(name, `#!/bin/bash\nreal=${ffmpeg.path}\n${script}\n`);
    chmodSync(path, 0o755);
    return new FfmpegClipCutter(new FfmpegToolchain({ ffmpeg: path }));
  }

  it("finds frames beside a seam that are not the source's, and encodes the clip in full", async () => {
    const source = await film('good.mp4', { options: x264('keyint=20:scenecut=0') });
    const cutter = await cutterWith(
      'blind',
      'case "$*" in *sps-id=*) exec $real "${@/format=yuv420p/negate,format=yuv420p}";; *) exec $real "$@";; esac',
    );
    const target = workshop.path('repaired.mp4');
    const { method, reason } = await cutter.cut(planned(source, 13, 93), target);
    assert.equal(method, 'reencoded');
    assert.match(reason ?? '', /encoded beside a seam differs from the source/);
    assert.deepEqual(
      (await readAll(target)).frames.map(({ code }) => code),
      counting(13, 93),
    );
  });

  it('encodes in full when a part of it fails', async () => {
    const source = await film('good.mp4', { options: x264('keyint=20:scenecut=0') });
    const cutter = await cutterWith('lame', 'case "$*" in *sps-id=*) exit 1;; *) exec $real "$@";; esac');
    const { method, reason } = await cutter.cut(planned(source, 13, 93), workshop.path('whole.mp4'));
    assert.equal(method, 'reencoded');
    assert.match(reason ?? '', /ffmpeg failed/);
  });

  it('stops at once, with everything it started, and leaves nothing', async () => {
    const source = await film('good.mp4', { options: x264('keyint=20:scenecut=0') });
    const folder = workshop.path('stopped');
    mkdirSync(folder);
    const cutter = await cutterWith(
      'slow',
      'case "$*" in *sps-id=*) exec sleep 611;; *) exec $real "$@";; esac',
    );
    const controller = new AbortController();
    const cutting = cutter.cut(planned(source, 13, 93), join(folder, 'clip.mp4'), controller.signal);
    setTimeout(() => controller.abort(), 1500);
    await assert.rejects(cutting, withCode('RUN.CANCELLED'));
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(spawnSync('pgrep', ['-f', '^sleep 611$']).stdout.toString(), '');
  });
});
