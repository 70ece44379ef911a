// Clips whose frames are mostly the source's own: whatever the source is like, each has exactly the wanted frames.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { VideoWorkshop, type CodedVideo } from '../../fixtures/videos/coded-video.js';
import { clipCutter } from './ffmpeg-ports.js';
import { checkCut, openFilm, planned, x264, x265, type Expected, type Film } from './film-under-cut.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

async function film(name: string, video: Partial<CodedVideo>): Promise<Film> {
  return openFilm(workshop.make(name, { frames: 100, ...video }));
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
    const source = await film('closed-again.mp4', { options: closed });
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
    const source = await openFilm(path);
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
    await checkCut(await openFilm(workshop.path('changing.ts')), 13, 93, /parameter sets change/);
  });
});
