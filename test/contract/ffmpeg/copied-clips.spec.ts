// Clips whose frames are mostly the source's own: whatever the source is like, each has exactly the wanted frames.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { ClipCut, CutClip } from '#ports/clip-cutter.port.js';
import { FfmpegClipCutter } from '#adapters/ffmpeg/ffmpeg-clip-cutter.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { VideoWorkshop, type CodedVideo } from '../../fixtures/videos/coded-video.js';
import { clipCutter, counting, readAll, toolchain, withCode, type ReadFrame } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

/** Grain, so that no two frames are alike and an encoded one differs from the one it was made of. */
const GRAIN = ['-vf', 'noise=alls=10:allf=t'];
const H264 = [...GRAIN, '-c:v', 'libx264', '-preset', 'fast', '-pix_fmt', 'yuv420p', '-crf', '24'];
const HEVC = [...GRAIN, '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-crf', '24'];
const x264 = (params: string): string[] => [...H264, '-x264-params', params];
const x265 = (params: string): string[] => [...HEVC, '-x265-params', `log-level=error:${params}`];

interface Film {
  readonly path: string;
  readonly facts: ClipCut['facts'];
  readonly frames: readonly ReadFrame[];
  readonly endTicks: number;
}

async function open(path: string): Promise<Film> {
  const { facts, frames, summary } = await readAll(path);
  return { path, facts, frames, endTicks: summary.endTicks };
}

function planned({ path, facts, frames, endTicks }: Film, start: number, end: number): ClipCut {
  return {
    sourcePath: path,
    facts,
    startTicks: frames[start]?.ticks ?? 0,
    endTicks: frames[end]?.ticks ?? endTicks,
    frames: end - start,
    previousTicks: frames[start - 1]?.ticks,
    startFrame: start,
  };
}

/** A hash of every decoded picture, in the order in which they are shown. */
function hashes(path: string, fromSeconds?: number): string[] {
  const seek = fromSeconds === undefined ? [] : ['-ss', String(fromSeconds)];
  const args = [
    '-nostdin',
    '-v',
    'error',
    ...seek,
    '-i',
    path,
    '-map',
    '0:V:0',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    '-',
  ];
  const { stdout, stderr } = spawnSync('ffmpeg', args, { encoding: 'utf8' });
  assert.equal(stderr, '', 'decodes without a complaint');
  return [...stdout.matchAll(/^0,.* ([0-9a-f]{32})$/gm)].map((line) => line[1]!);
}

interface Expected {
  readonly head: number;
  readonly tail: number;
}

/** Cuts, and checks every frame: its number, its time, and where it should be the source's own, every bit of it. */
async function checkCut(
  source: Film,
  start: number,
  end: number,
  expected: Expected | RegExp,
): Promise<CutClip> {
  const target = workshop.path(`clip-${start}-${end}.mp4`);
  const cut = planned(source, start, end);
  const result = await clipCutter.cut(cut, target);
  const clip = await readAll(target);
  assert.deepEqual(
    clip.frames.map(({ code }) => code),
    source.frames.slice(start, end).map(({ code }) => code),
  );
  assert.deepEqual(
    clip.frames.map(({ ticks }) => ticks * (source.facts.timeBase.den / clip.facts.timeBase.den)),
    source.frames.slice(start, end).map(({ ticks }) => ticks - cut.startTicks),
  );
  if (expected instanceof RegExp) {
    assert.equal(result.method, 'reencoded');
    assert.match(result.reason ?? '', expected);
    assert.equal(result.copiedShare, 0);
    return result;
  }
  assert.deepEqual(
    [result.method, result.reason, Math.round(result.copiedShare * (end - start))],
    ['copied', null, end - start - expected.head - expected.tail],
  );
  const all = hashes(target);
  const same = all.map((hash, at) => hash === hashesOf(source.path)[start + at]);
  assert.deepEqual(
    same,
    counting(start, end).map((_, at) => at >= expected.head && at < end - start - expected.tail),
  );
  // whoever jumps into the middle finds what is needed to decode from there on
  const seconds =
    (clip.frames[Math.floor((end - start) / 2)]!.ticks * clip.facts.timeBase.num) / clip.facts.timeBase.den;
  const rest = hashes(target, seconds + 0.002);
  assert.ok(rest.length > 0);
  assert.deepEqual(rest, all.slice(-rest.length));
  return result;
}

const known = new Map<string, string[]>();
function hashesOf(path: string): string[] {
  const found = known.get(path) ?? hashes(path);
  known.set(path, found);
  return found;
}

async function film(name: string, video: Partial<CodedVideo>): Promise<Film> {
  return open(workshop.make(name, { frames: 100, ...video }));
}

describe('FfmpegClipCutter, frames taken over bit by bit', () => {
  const closed = x264('keyint=20:min-keyint=20:scenecut=0:bframes=3:b-pyramid=normal:b-adapt=0');

  it('encodes only from the cut to the next keyframe, and where reordered frames are cut apart', async () => {
    const source = await film('closed.mp4', { options: closed, soundSeconds: 4 });
    await checkCut(source, 13, 93, { head: 7, tail: 0 });
    await checkCut(source, 13, 92, { head: 7, tail: 3 });
    await checkCut(source, 20, 60, { head: 0, tail: 0 });
    await checkCut(source, 0, 100, { head: 0, tail: 0 });
    await checkCut(source, 39, 100, { head: 1, tail: 0 });
  });

  it('says so when a cut lies within one group of pictures, or encoding was asked for', async () => {
    const source = await open(workshop.path('closed.mp4'));
    await checkCut(source, 21, 38, /no keyframe/);
    await checkCut(source, 2, 21, /only 1 of its 19 frames/);
    const cut: ClipCut = { ...planned(source, 13, 93), method: 'reencode' };
    const asked = await clipCutter.cut(cut, workshop.path('asked.mp4'));
    assert.deepEqual([asked.method, asked.reason], ['reencoded', 'that was asked for']);
  });

  const sources: Record<
    string,
    { video: Partial<CodedVideo>; cut: [number, number]; expected: Expected | RegExp }
  > = {
    'film.ts': { video: { options: closed }, cut: [13, 93], expected: { head: 7, tail: 0 } },
    'film.mkv': { video: { options: closed }, cut: [13, 93], expected: { head: 7, tail: 0 } },
    'late.mkv': {
      video: { options: [...closed, '-output_ts_offset', '7.5'] },
      cut: [13, 93],
      expected: { head: 7, tail: 0 },
    },
    'late.ts': {
      video: { options: [...closed, '-output_ts_offset', '7.5'] },
      cut: [13, 93],
      expected: { head: 7, tail: 0 },
    },
    'pyramid.mp4': {
      video: { options: x264('keyint=30:scenecut=0:bframes=15:b-pyramid=normal:b-adapt=0:ref=6') },
      cut: [13, 95],
      expected: { head: 17, tail: 4 },
    },
    'without-b.mp4': {
      video: { options: x264('keyint=20:scenecut=0:bframes=0') },
      cut: [13, 95],
      expected: { head: 7, tail: 0 },
    },
    'tiny.mp4': {
      video: { options: x264('keyint=2:min-keyint=1:scenecut=0') },
      cut: [13, 95],
      expected: { head: 1, tail: 0 },
    },
    'intra.mp4': { video: { options: x264('keyint=1') }, cut: [13, 95], expected: { head: 0, tail: 0 } },
    'baseline.mp4': {
      video: { options: [...x264('keyint=20:scenecut=0'), '-profile:v', 'baseline'] },
      cut: [13, 95],
      expected: { head: 7, tail: 0 },
    },
    'ten-bit.mp4': {
      video: { options: [...x264('keyint=20:scenecut=0:bframes=3:b-adapt=0'), '-pix_fmt', 'yuv420p10le'] },
      cut: [13, 93],
      expected: { head: 7, tail: 0 },
    },
    'other-ids.mp4': {
      video: { options: x264('keyint=20:scenecut=0:bframes=0:sps-id=1') },
      cut: [13, 95],
      expected: { head: 7, tail: 0 },
    },
    'open.mp4': {
      video: { options: x264('keyint=20:scenecut=0:bframes=3:open-gop=1') },
      cut: [13, 95],
      expected: /no keyframe that is free/,
    },
    'refresh.mp4': {
      video: { options: x264('keyint=20:scenecut=0:bframes=0:intra-refresh=1') },
      cut: [13, 95],
      expected: /no keyframe/,
    },
    'one-idr.mp4': {
      video: { options: x264('keyint=infinite:scenecut=0') },
      cut: [13, 95],
      expected: /no keyframe/,
    },
    'interlaced.mp4': {
      video: { options: [...x264('keyint=20:tff=1'), '-flags', '+ildct+ilme'] },
      cut: [13, 95],
      expected: /interlaced/,
    },
    'vp9.webm': {
      video: {
        frames: 50,
        options: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '10'],
      },
      cut: [13, 45],
      expected: /vp9/,
    },
    'hevc.mp4': {
      video: { options: x265('keyint=20:scenecut=0:open-gop=0:bframes=3:b-adapt=0') },
      cut: [13, 93],
      expected: { head: 7, tail: 0 },
    },
    'hevc-tail.mkv': {
      video: { options: x265('keyint=20:scenecut=0:open-gop=0:bframes=3:b-adapt=0') },
      cut: [20, 92],
      expected: { head: 0, tail: 3 },
    },
    'hevc-whole.mp4': {
      video: { options: x265('keyint=20:scenecut=0:open-gop=0:bframes=3:b-adapt=0') },
      cut: [20, 80],
      expected: { head: 0, tail: 0 },
    },
    'hevc-ten-bit.mp4': {
      video: {
        options: [...x265('keyint=20:scenecut=0:open-gop=0:bframes=3:b-adapt=0'), '-pix_fmt', 'yuv420p10le'],
      },
      cut: [13, 92],
      expected: { head: 7, tail: 3 },
    },
    'hevc-open.ts': {
      video: { options: x265('keyint=20:scenecut=0:open-gop=1:bframes=4:b-adapt=0') },
      cut: [13, 100],
      expected: { head: 7, tail: 0 },
    },
    'hevc-open.mp4': {
      video: { options: x265('keyint=20:scenecut=0:open-gop=1:bframes=4:b-adapt=0') },
      cut: [20, 86],
      expected: { head: 0, tail: 0 },
    },
  };
  for (const [name, { video, cut, expected }] of Object.entries(sources)) {
    const how = expected instanceof RegExp ? 'falls back for' : 'is exact for';
    it(`${how} ${name}`, async () => {
      await checkCut(await film(name, video), cut[0], cut[1], expected);
    });
  }

  it('keeps uneven times to the tick', async () => {
    const uneven = [
      '-vf',
      "noise=alls=10:allf=t,settb=1/1000,setpts='N*40+mod(N*7\\,13)'",
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      '1:1000',
    ];
    const options = [...x264('keyint=20:scenecut=0:bframes=3:b-adapt=0'), ...uneven];
    for (const name of ['uneven.mkv', 'uneven.mp4']) {
      await checkCut(await film(name, { options }), 13, 92, { head: 7, tail: 3 });
    }
  });

  it('understands an edit list that begins within a group of pictures', async () => {
    const path = workshop.path('edited.mp4');
    workshop.ffmpeg([
      '-ss',
      '1.2',
      '-i',
      workshop.make('unedited.mp4', { frames: 100, options: closed }),
      '-c',
      'copy',
      path,
    ]);
    const source = await open(path);
    assert.equal(source.frames[0]?.code, 30);
    await checkCut(source, 3, 63, { head: 7, tail: 0 });
  });

  it('falls back where a broadcast changes its parameters', async () => {
    const one = workshop.make('one.ts', { frames: 50, options: closed });
    const other = workshop.make('other.ts', {
      ...{
        frames: 50,
        firstCode: 50,
        options: [...x264('keyint=20:bframes=3:cabac=0:ref=2'), '-output_ts_offset', '2'],
      },
    });
    workshop.write('changing.ts', Buffer.concat([readFileSync(one), readFileSync(other)]));
    await checkCut(await open(workshop.path('changing.ts')), 13, 93, /parameter sets change/);
  });
});

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
      const source = await open(path);
      await checkCut(source, 13, 95, { head: 7, tail: 0 });
      const begins = onset(workshop.path('clip-13-95.mp4'));
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
    const source = await open(workshop.path('good.mp4'));
    const cutter = await cutterWith('lame', 'case "$*" in *sps-id=*) exit 1;; *) exec $real "$@";; esac');
    const { method, reason } = await cutter.cut(planned(source, 13, 93), workshop.path('whole.mp4'));
    assert.equal(method, 'reencoded');
    assert.match(reason ?? '', /ffmpeg failed/);
  });

  it('stops at once, with everything it started, and leaves nothing', async () => {
    const source = await open(workshop.path('good.mp4'));
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
