// The sound of copied clips, and what happens when copying goes wrong.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { VideoWorkshop, type CodedVideo } from '../../fixtures/videos/coded-video.js';
import { clipCutter, counting, readAll, toolchain, withCode } from './ffmpeg-ports.js';
import { checkCut, openFilm, planned, x264, type Film } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

async function film(name: string, video: Partial<CodedVideo>): Promise<Film> {
  return openFilm(workshop.make(name, { frames: 100, ...video }));
}

function pcm(path: string, ...options: string[]): Float32Array {
  const args = ['-v', 'error', '-i', path, '-map', '0:a', ...options, '-f', 'f32le', '-'];
  const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 2 ** 26 });
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

/** Seconds until the sound begins. */
function onset(path: string): number {
  return pcm(path, '-ac', '1', '-ar', '48000').findIndex((value) => Math.abs(value) > 2000 / 32768) / 48000;
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

/** A tone that rises, so that no stretch of it is like another. */
const RISING = "aevalsrc='0.5*sin(2*PI*(200+150*t)*t)|0.5*sin(2*PI*(900-80*t)*t)':d=4:s=48000";

function filmWithSound(name: string, ...options: string[]): Promise<Film> {
  const pictures = workshop.make('silent.mp4', {
    frames: 100,
    options: x264('keyint=20:scenecut=0:bframes=0'),
  });
  const path = workshop.path(name);
  workshop.ffmpeg(['-i', pictures, '-f', 'lavfi', '-i', RISING, '-c:v', 'copy', ...options, path]);
  return openFilm(path);
}

function soundHashes(path: string): string[] {
  const { stdout } = spawnSync('ffmpeg', [
    '-v',
    'error',
    '-i',
    path,
    '-map',
    '0:a',
    '-c',
    'copy',
    '-f',
    'framemd5',
    '-',
  ]);
  return [...stdout.toString().matchAll(/^0,(?:[^,]*,){4} *([0-9a-f]{32})/gm)].map((line) => line[1]!);
}

describe('FfmpegClipCutter, sound that is copied', () => {
  for (const [name, primed] of [
    ['rising.mp4', 0],
    ['rising.mov', 0],
    // Its times are rounded to milliseconds; and read from its start, it gives the samples before its time 0, too.
    ['rising.mkv', 1024],
  ] as const) {
    it(`is the source's, every packet and every sample: ${name}`, async () => {
      // without the noise that a decoder makes up
      const source = await filmWithSound(name, '-c:a', 'aac', '-b:a', '96k', '-aac_pns', '0');
      const clip = await checkCut(source, 13, 95, { head: 7, tail: 0 });
      const [own, all] = [soundHashes(clip), soundHashes(source.path)];
      const from = all.indexOf(own[0]!);
      assert.deepEqual(own, all.slice(from, from + own.length));
      const [start, length] = [(13 * 48000) / 25 + primed, ((95 - 13) * 48000) / 25];
      const truth = pcm(source.path, '-af', `atrim=start_sample=${start}:end_sample=${start + length}`);
      const heard = pcm(clip).slice(0, truth.length);
      assert.equal(truth.length, 2 * length);
      assert.deepEqual(heard, truth);
    });
  }

  it('is not copied, but encoded, where it is no AAC-LC of one or two channels', async () => {
    for (const [name, ...options] of [
      ['mp3.mkv', '-c:a', 'libmp3lame'],
      ['six.mp4', '-c:a', 'aac', '-ac', '6'],
      ['low.mp4', '-c:a', 'aac', '-ar', '22050'],
    ] as const) {
      const source = await filmWithSound(name, ...options);
      const clip = await checkCut(source, 13, 95, { head: 7, tail: 0 });
      const all = new Set(soundHashes(source.path));
      const own = soundHashes(clip);
      assert.ok(own.length > 50);
      assert.deepEqual(
        own.filter((hash) => all.has(hash)),
        [],
        name,
      );
    }
  });

  it('is refused where it changes its channels in the clip, and cut where it does not', async () => {
    const silent = workshop.make('silent.mp4', {
      frames: 150,
      options: x264('keyint=20:scenecut=0:bframes=0'),
    });
    const parts = (['stereo', '5.1'] as const).map((layout) => {
      const part = workshop.path(`${layout}.aac`);
      const format = ['-af', `aformat=channel_layouts=${layout}`, '-c:a', 'aac', '-t', '3'];
      workshop.ffmpeg(['-f', 'lavfi', '-i', RISING, ...format, part]);
      return readFileSync(part);
    });
    const both = workshop.write('both.aac', Buffer.concat(parts));
    const path = workshop.path('broadcast.ts');
    workshop.ffmpeg(['-i', silent, '-i', both, '-map', '0', '-map', '1', '-c', 'copy', path]);
    const source = await openFilm(path);
    await assert.rejects(
      clipCutter.cut({ ...planned(source, 40, 110), method: 'reencode' }, workshop.path('across.mp4')),
      withCode('CLIP.NOT_EXACT'),
    );
    const target = workshop.path('after.mp4');
    await clipCutter.cut(planned(source, 90, 140), target);
    const heard = pcm(target);
    assert.ok(heard.length > 0 && heard.some((value) => Math.abs(value) > 0.1));
  });

  it('is not copied where it stops before the clip does: silence fills the rest', async () => {
    const source = await filmWithSound('short.mp4', '-c:a', 'aac', '-af', 'atrim=end=3');
    const clip = await checkCut(source, 13, 95, { head: 7, tail: 0 });
    const heard = pcm(clip);
    assert.ok(Math.abs(heard.length / 2 / 48000 - 82 / 25) < 0.03, `${heard.length}`);
    assert.ok(heard.slice(2 * 48000 * 3).every((value) => Math.abs(value) < 1e-3));
  });
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
