import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { FfmpegKeyframeLister } from '#adapters/ffmpeg/ffmpeg-keyframe-lister.adapter.js';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import type { FramePosition } from '#domain/episode/stretch.js';
import { H264_WITH_B_FRAMES, VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { keyframeLister, readAll, toolchain, videoProbe, withCode } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

const OPEN_GOP = [
  '-c:v',
  'libx264',
  '-bf',
  '3',
  '-g',
  '50',
  '-x264-params',
  'open-gop=1',
  '-pix_fmt',
  'yuv420p',
];
const uneven = "settb=1/1000,setpts='N*40+mod(N*7\\,13)'";

const reasonOf = async (path: string): Promise<string> => {
  const listing = await keyframeLister.list(path, await videoProbe.probe(path));
  return listing.isExact ? 'counted' : listing.reason;
};

describe('FfmpegKeyframeLister', () => {
  const films: Record<string, readonly string[]> = {
    'plain.mp4': H264_WITH_B_FRAMES,
    'open.mp4': OPEN_GOP,
    'stream.ts': OPEN_GOP,
    'hevc.mp4': ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'keyint=40:log-level=none'],
    'uneven.mkv': [
      '-vf',
      uneven,
      '-fps_mode',
      'passthrough',
      '-enc_time_base',
      '1:1000',
      ...H264_WITH_B_FRAMES,
    ],
    'no-b-frames.flv': ['-c:v', 'libx264', '-bf', '0', '-g', '30', '-pix_fmt', 'yuv420p'],
  };
  for (const [file, options] of Object.entries(films)) {
    it(`numbers and times the keyframes of ${file} as a reader delivers them, and says where to begin`, async () => {
      const path = workshop.make(file, { frames: 600, options });
      const { facts, frames } = await readAll(path);
      const listing = await keyframeLister.list(path, facts);
      assert.ok(listing.isExact, JSON.stringify(listing));
      assert.equal(listing.frames, frames.length);
      assert.ok(listing.keyframes.length > 5, `${listing.keyframes.length} keyframes`);
      for (const { frame, timestamp } of listing.keyframes)
        assert.equal(timestamp.ticks, frames[frame]?.ticks);
      const entries = listing.keyframes
        .map(({ readableFrom }) => readableFrom)
        .filter((entry) => entry !== null);
      for (const from of [entries[0], entries.at(-1)] as FramePosition[]) {
        const resumed = await readAll(path, { facts, from });
        assert.deepEqual(resumed.frames, frames.slice(from.frame));
      }
    });
  }

  it('leaves out what an edit list hides', async () => {
    const whole = workshop.make('whole.mp4', { frames: 120 });
    const path = workshop.path('copied.mp4');
    workshop.ffmpeg(['-ss', '1.2', '-i', whole, '-c', 'copy', path]);
    const { facts, frames } = await readAll(path);
    const listing = await keyframeLister.list(path, facts);
    assert.ok(listing.isExact, JSON.stringify(listing));
    assert.equal(listing.frames, frames.length);
    for (const { frame, timestamp } of listing.keyframes) assert.equal(timestamp.ticks, frames[frame]?.ticks);
  });
});

describe('FfmpegKeyframeLister, files that it cannot count', () => {
  it('says why, for joined recordings, a stream without a container, and invisible packets', async () => {
    const one = workshop.make('one.ts', { frames: 75 });
    const joined = workshop.write('joined.ts', Buffer.concat([readFileSync(one), readFileSync(one)]));
    assert.match(await reasonOf(joined), /anew|complaints|same time/);
    assert.match(await reasonOf(workshop.make('bare.h264', { frames: 50 })), /beginning only/);
    const vp8 = ['-c:v', 'libvpx', '-auto-alt-ref', '1', '-lag-in-frames', '16', '-deadline', 'realtime'];
    assert.match(await reasonOf(workshop.make('vp8.webm', { frames: 50, options: vp8 })), /vp8/);
  });

  it('does not count a file that is cut short', async () => {
    const options = [...H264_WITH_B_FRAMES, '-movflags', '+faststart'];
    const bytes = readFileSync(workshop.make('complete.mp4', { frames: 250, options }));
    const path = workshop.write('cut.mp4', bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    assert.match(await reasonOf(path), /complaints|damaged/);
  });

  it('takes what it is told of another file for no film, and opens nothing', async () => {
    const film = workshop.make('film.mp4', { frames: 30 });
    const facts = await videoProbe.probe(film);
    const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\nfile://${film}\n#EXT-X-ENDLIST\n`;
    for (const content of [playlist, `ffconcat version 1.0\nfile '${film}'\n`, 'K_,K_\n0,K_\n', '\0\0\0\0']) {
      const path = workshop.write('posing.mp4', content);
      assert.equal((await keyframeLister.list(path, facts)).isExact, false);
    }
  });

  it('refuses a missing and an empty file, stops when asked to, and says how to get ffprobe', async () => {
    const film = workshop.path('film.mp4');
    const facts = await videoProbe.probe(film);
    await assert.rejects(keyframeLister.list(workshop.path('none.mp4'), facts), withCode('MEDIA.MISSING'));
    await assert.rejects(
      keyframeLister.list(workshop.write('empty.mp4', ''), facts),
      withCode('MEDIA.EMPTY'),
    );
    await assert.rejects(keyframeLister.list(film, facts, AbortSignal.abort()), withCode('RUN.CANCELLED'));
    const nowhere = new FfmpegKeyframeLister(new FfmpegToolchain({ ffmpeg: '/nowhere/ffmpeg' }));
    await assert.rejects(nowhere.list(film, facts), withCode('FFMPEG.MISSING'));
  });

  it('gives up on a file whose packets do not come', async () => {
    const film = workshop.path('film.mp4');
    const facts = await videoProbe.probe(film);
    const impatient = new FfmpegKeyframeLister(toolchain, { stallAfterMs: 0 });
    assert.equal((await impatient.list(film, facts)).isExact, false);
  });
});
