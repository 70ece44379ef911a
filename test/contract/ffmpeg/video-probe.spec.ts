import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FfmpegToolchain } from '#adapters/ffmpeg/ffmpeg-toolchain.js';
import { FfmpegVideoProbe } from '#adapters/ffmpeg/ffmpeg-video-probe.adapter.js';
import { H264_WITH_B_FRAMES, VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { counting, frameReader, readAll, toolchain, videoProbe, withCode } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());

function withCover(name: string, mapping: readonly string[]): string {
  const film = workshop.make('film.mp4', { frames: 10, soundSeconds: 1 });
  const cover = workshop.path('cover.png');
  workshop.ffmpeg(['-f', 'lavfi', '-i', 'color=red:s=600x600', '-frames:v', '1', cover]);
  const path = workshop.path(name);
  workshop.ffmpeg(['-i', film, '-i', cover, ...mapping, '-c', 'copy', path]);
  return path;
}

describe('FfmpegVideoProbe, facts', () => {
  it('tells the facts of an ordinary film', async () => {
    const path = workshop.make('plain.mp4', { frames: 48, rate: '24000/1001', soundSeconds: 2 });
    const { durationSeconds, ...facts } = await videoProbe.probe(path);
    assert.deepEqual(facts, {
      container: 'mp4',
      videoCodec: 'h264',
      width: 320,
      height: 240,
      frameRate: { num: 24000, den: 1001 },
      isVariableFrameRate: false,
      timeBase: { num: 1, den: 24000 },
      startSeconds: 0,
      rotation: 0,
      isHdr: false,
      isInterlaced: false,
      hasAudio: true,
      warnings: [],
    });
    assert.ok(Math.abs((durationSeconds ?? 0) - 2.002) < 0.01);
  });

  it('gives the size as displayed: turned and with square pixels', async () => {
    const flat = workshop.make('flat.mp4', {
      frames: 5,
      options: ['-vf', 'setsar=4/3', ...H264_WITH_B_FRAMES],
    });
    const path = workshop.turn(flat, 'turned.mp4');
    const { width, height, rotation } = await videoProbe.probe(path);
    assert.deepEqual({ width, height, rotation }, { width: 240, height: 427, rotation: 90 });
  });

  it('takes the film, not the cover, wherever the cover stands', async () => {
    const covers = [
      withCover('cover-last.mp4', ['-map', '0', '-map', '1', '-disposition:v:1', 'attached_pic']),
      withCover('cover-first.mp4', ['-map', '1', '-map', '0', '-disposition:v:0', 'attached_pic']),
    ];
    for (const path of covers) {
      const { facts, frames } = await readAll(path);
      assert.deepEqual([facts.width, facts.height, facts.videoCodec], [320, 240, 'h264']);
      assert.deepEqual(
        frames.map(({ code }) => code),
        counting(0, 10),
      );
    }
  });

  it('warns of several video streams and takes the first', async () => {
    const film = workshop.make('film.mp4', { frames: 10 });
    const path = workshop.path('two.mkv');
    workshop.ffmpeg(['-i', film, '-i', film, '-map', '0', '-map', '1', '-c', 'copy', path]);
    const { warnings } = await videoProbe.probe(path);
    assert.match(warnings.join(), /2 video streams/);
  });

  it('does not let a file name become anything else', async () => {
    const film = workshop.make('film.mp4', { frames: 3 });
    const folder = workshop.path('names');
    mkdirSync(folder);
    for (const name of [
      "-i it's.mp4",
      'a "b" $(id).mp4',
      'new\nline.mp4',
      '动画 🎬.mp4',
      '100%03d.mp4',
      'http:x.mp4',
      'a|b;c.mp4',
    ]) {
      const path = join(folder, name);
      workshop.ffmpeg(['-i', film, '-c', 'copy', workshop.path('copy.mp4')]);
      renameSync(workshop.path('copy.mp4'), path);
      const { frames } = await readAll(path);
      assert.equal(frames.length, 3, name);
    }
  });
});

describe('FfmpegVideoProbe, refusals', () => {
  const contents: Record<string, [string | Uint8Array, string]> = {
    'empty.mp4': ['', 'MEDIA.EMPTY'],
    'text.mp4': ['Once upon a time there was a film.\n'.repeat(200), 'MEDIA.NOT_A_VIDEO'],
    'page.mp4': ['<!doctype html><html><body><h1>404</h1></body></html>', 'MEDIA.NOT_A_VIDEO'],
    'data.mp4': [JSON.stringify({ error: 'not found' }), 'MEDIA.NOT_A_VIDEO'],
    'drawing.mp4': ['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 'MEDIA.NOT_A_VIDEO'],
    'art.ans': ['\u001b[31mred\u001b[0m\r\n'.repeat(100), 'MEDIA.NOT_A_VIDEO'],
    'random.mp4': [
      Uint8Array.from({ length: 60_000 }, (_, at) => (at * 7919 + (at >> 3) * 104729) & 255),
      'MEDIA.NOT_A_VIDEO',
    ],
  };
  for (const [name, [content, code]] of Object.entries(contents)) {
    it(`refuses ${name} with ${code}`, async () => {
      await assert.rejects(videoProbe.probe(workshop.write(name, content)), withCode(code));
    });
  }

  it('says what is missing: a file, a folder is none', async () => {
    await assert.rejects(videoProbe.probe(workshop.path('nowhere.mp4')), withCode('MEDIA.MISSING'));
    await assert.rejects(videoProbe.probe(workshop.folder), withCode('MEDIA.NOT_A_VIDEO'));
  });

  it('recognises a file cut off before its index', async () => {
    const bytes = readFileSync(workshop.make('whole.mp4', { frames: 100 }));
    const path = workshop.write('headless.mp4', bytes.subarray(0, Math.floor(bytes.length / 2)));
    await assert.rejects(videoProbe.probe(path), withCode('MEDIA.TRUNCATED'));
  });

  it('refuses sound without pictures, with or without a cover', async () => {
    const path = workshop.path('song.m4a');
    workshop.ffmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', path]);
    await assert.rejects(videoProbe.probe(path), withCode('MEDIA.NO_VIDEO_STREAM'));
    const covered = withCover('song-with-cover.mp4', [
      '-map',
      '0:a',
      '-map',
      '1',
      '-disposition:v:0',
      'attached_pic',
    ]);
    await assert.rejects(videoProbe.probe(covered), withCode('MEDIA.NO_VIDEO_STREAM'));
  });

  it('refuses pictures over the limit, at probing and at reading', async () => {
    const path = workshop.make('large.mp4', { frames: 2, width: 640, height: 480 });
    const small = new FfmpegVideoProbe(toolchain, { maxPixels: 640 * 479 });
    await assert.rejects(small.probe(path), withCode('MEDIA.TOO_LARGE'));
    const inPng = workshop.make('large.mkv', {
      frames: 1,
      width: 640,
      height: 480,
      options: ['-c:v', 'png'],
    });
    await assert.rejects(small.probe(inPng), withCode('MEDIA.TOO_LARGE'));
  });

  it('refuses a file of too many streams', async () => {
    const film = workshop.make('film.mp4', { frames: 3 });
    const path = workshop.path('many.mkv');
    workshop.ffmpeg([
      '-i',
      film,
      ...Array.from({ length: 80 }, () => ['-map', '0']).flat(),
      '-c',
      'copy',
      path,
    ]);
    await assert.rejects(videoProbe.probe(path), withCode('MEDIA.TOO_MANY_STREAMS'));
  });

  it('refuses rare codecs by name', async () => {
    const path = workshop.make('rare.mkv', {
      frames: 3,
      options: ['-c:v', 'magicyuv', '-pix_fmt', 'yuv420p'],
    });
    await assert.rejects(videoProbe.probe(path), { code: 'MEDIA.CODEC_NOT_ALLOWED', message: /magicyuv/ });
  });

  it('gives up on a file that takes too long', async () => {
    const path = workshop.make('film.mp4', { frames: 3 });
    const impatient = new FfmpegVideoProbe(toolchain, { probeTimeoutMs: 0 });
    await assert.rejects(impatient.probe(path), withCode('FFMPEG.TIMED_OUT'));
  });

  it('stops when asked to', async () => {
    const path = workshop.make('film.mp4', { frames: 3 });
    await assert.rejects(videoProbe.probe(path, AbortSignal.abort()), withCode('RUN.CANCELLED'));
  });

  it('says how to get ffmpeg where there is none', async () => {
    const nowhere = new FfmpegToolchain({ ffmpeg: '/nowhere/ffmpeg' });
    const path = workshop.make('film.mp4', { frames: 3 });
    await assert.rejects(new FfmpegVideoProbe(nowhere).probe(path), {
      code: 'FFMPEG.MISSING',
      message: /install ffmpeg/,
    });
    assert.equal((await nowhere.inspect()).problems.length, 1);
  });
});

describe('files that point elsewhere', () => {
  let server: Server;
  let connections = 0;
  let port = 0;
  let secret = '';
  before(async () => {
    secret = workshop.make('secret.ts', { frames: 25 });
    server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());

  const hls = (address: string): string =>
    `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\n${address}\n#EXT-X-ENDLIST\n`;
  const dash = (address: string): string =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"><Period>` +
    `<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${address}</BaseURL></Representation>` +
    `</AdaptationSet></Period></MPD>`;
  const posing: Record<string, () => string> = {
    'a local HLS playlist': () => hls(`file://${secret}`),
    'a remote HLS playlist': () => hls(`http://127.0.0.1:${port}/x.ts`),
    'a local DASH manifest': () => dash(`file://${secret}`),
    'a remote DASH manifest': () => dash(`http://127.0.0.1:${port}/x.mp4`),
    'a concat script': () => `ffconcat version 1.0\nfile '${secret}'\n`,
    'an SDP description': () =>
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${port} RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
    'ffmpeg metadata': () => ';FFMETADATA1\ntitle=x\n',
  };
  for (const [name, content] of Object.entries(posing)) {
    it(`refuses ${name} posing as a film, and opens nothing`, async () => {
      for (const file of ['posing.mp4', 'posing.m3u8']) {
        const path = workshop.write(file, content());
        await assert.rejects(videoProbe.probe(path), withCode('MEDIA.NOT_A_VIDEO'));
        // Even a reader that was handed facts of another file opens nothing.
        const facts = await videoProbe.probe(secret);
        await assert.rejects(
          frameReader.read({ path, facts, longSide: 64 }).next(),
          withCode('MEDIA.NO_FRAMES'),
        );
      }
      assert.equal(connections, 0);
    });
  }
});
