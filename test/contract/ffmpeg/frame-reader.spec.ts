import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import type { ReadingTroubles } from '#ports/frame-reader.port.js';
import { H264_WITH_B_FRAMES, VideoWorkshop } from '../../fixtures/videos/coded-video.js';
import { counting, frameReader, readAll, videoProbe, withCode, type ReadFrame } from './ffmpeg-ports.js';

const workshop = new VideoWorkshop();
after(() => workshop.remove());
const codes = (frames: readonly ReadFrame[]): number[] => frames.map(({ code }) => code);
const ticksOf = (frames: readonly ReadFrame[]): number[] => frames.map(({ ticks }) => ticks);
const uneven = "settb=1/1000,setpts='N*40+mod(N*7\\,13)'";

describe('FfmpegFrameReader, frames and times', () => {
  it('delivers every frame of H.264 with B-frames once, in display order, with exact times', async () => {
    const path = workshop.make('plain.mp4', { frames: 60, soundSeconds: 2.4 });
    const { frames, summary, facts } = await readAll(path);
    assert.deepEqual(codes(frames), counting(0, 60));
    assert.deepEqual(
      ticksOf(frames),
      counting(0, 60).map((frame) => frame * 512),
    );
    assert.deepEqual({ ...facts.timeBase }, { num: 1, den: 12800 });
    assert.deepEqual([frames[0]?.width, frames[0]?.height], [160, 120]);
    assert.deepEqual(summary, {
      framesRead: 60,
      decodeErrors: 0,
      repairedTimes: 0,
      endedEarly: false,
      endTicks: 60 * 512,
    });
  });

  it('keeps the uneven times of a variable frame rate', async () => {
    const path = workshop.make('uneven.mkv', {
      frames: 50,
      options: ['-vf', uneven, '-fps_mode', 'passthrough', '-enc_time_base', '1:1000', ...H264_WITH_B_FRAMES],
    });
    const { frames, facts } = await readAll(path);
    assert.equal(facts.isVariableFrameRate, true);
    assert.deepEqual(codes(frames), counting(0, 50));
    assert.deepEqual(
      ticksOf(frames),
      counting(0, 50).map((frame) => frame * 40 + ((frame * 7) % 13)),
    );
  });

  it('does not take frames that come close together for damage', async () => {
    const close = "select='mod(n\\,7)',settb=1/1000,setpts='PTS+mod(N*7\\,23)'";
    const path = workshop.make('close.mkv', {
      frames: 100,
      options: ['-vf', close, '-fps_mode', 'passthrough', '-enc_time_base', '1:1000', ...H264_WITH_B_FRAMES],
    });
    const { frames, summary } = await readAll(path);
    assert.equal(frames.length, 85);
    assert.deepEqual([summary.decodeErrors, summary.repairedTimes], [0, 0]);
  });

  it('starts a transport stream at zero', async () => {
    const path = workshop.make('late.ts', { frames: 30 });
    const { frames, facts } = await readAll(path);
    assert.ok(facts.startSeconds > 1.4);
    assert.equal(frames[0]?.ticks, 0);
    assert.deepEqual(codes(frames), counting(0, 30));
  });

  it('shows what a player shows when an edit list begins inside a group of pictures', async () => {
    const whole = workshop.make('whole.mp4', { frames: 60 });
    const path = workshop.path('copied.mp4');
    workshop.ffmpeg(['-ss', '1.2', '-i', whole, '-c', 'copy', path]);
    const { frames, summary } = await readAll(path);
    assert.equal(frames[0]?.code, 30);
    assert.equal(frames[0]?.ticks, 0);
    assert.deepEqual(codes(frames), counting(30, 60));
    assert.equal(summary.endedEarly, false);
  });

  it('delivers a few frames across a gap of five hours, not hours of them', async () => {
    const gap = "settb=1/1000,setpts='N*40+gte(N\\,10)*18000000'";
    const path = workshop.make('gap.mkv', {
      frames: 20,
      options: ['-vf', gap, '-fps_mode', 'passthrough', '-enc_time_base', '1:1000', ...H264_WITH_B_FRAMES],
    });
    const { frames } = await readAll(path);
    assert.deepEqual(codes(frames), counting(0, 20));
    assert.equal(frames[10]?.ticks, 18_000_400);
  });

  it('makes the times of joined recordings strictly increasing', async () => {
    const one = workshop.make('one.ts', { frames: 75 });
    const path = workshop.path('joined.ts');
    writeFileSync(path, Buffer.concat([readFileSync(one), readFileSync(one)]));
    const { frames, summary } = await readAll(path);
    const ticks = ticksOf(frames);
    assert.ok(frames.length >= 140, `${frames.length} frames`);
    assert.ok(ticks.every((time, at) => at === 0 || time > (ticks[at - 1] ?? 0)));
    assert.ok((summary.repairedTimes ?? 0) > 0);
  });

  it('delivers the only frame of a one-frame film', async () => {
    const { frames, summary } = await readAll(workshop.make('one.mp4', { frames: 1 }));
    assert.deepEqual(codes(frames), [0]);
    assert.equal(summary.endTicks > 0, true);
  });
});

describe('FfmpegFrameReader, picture shapes', () => {
  const shapes = [
    { name: 'a turn by 90 degrees', file: 'turned.mp4', size: [120, 160], bars: 'top' },
    { name: 'stretched pixels', file: 'anamorphic.mp4', size: [160, 90], bars: 'left' },
    { name: 'odd sides', file: 'odd.mp4', size: [160, 120], bars: 'left' },
    { name: '10 bits', file: 'deep.mp4', size: [160, 120], bars: 'left' },
    { name: 'full range', file: 'full.mp4', size: [160, 120], bars: 'left' },
    { name: 'interlaced', file: 'interlaced.mp4', size: [160, 120], bars: 'left' },
    { name: 'HDR', file: 'hdr.mkv', size: [160, 120], bars: 'left' },
  ] as const;
  const make: Record<string, () => string> = {
    'turned.mp4': () => workshop.turn(workshop.make('flat.mp4', { frames: 10 }), 'turned.mp4'),
    'anamorphic.mp4': () =>
      workshop.make('anamorphic.mp4', { frames: 10, options: ['-vf', 'setsar=4/3', ...H264_WITH_B_FRAMES] }),
    'odd.mp4': () =>
      workshop.make('odd.mp4', {
        frames: 10,
        width: 321,
        height: 241,
        options: ['-c:v', 'libx264', '-pix_fmt', 'yuv444p'],
      }),
    'deep.mp4': () =>
      workshop.make('deep.mp4', { frames: 10, options: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le'] }),
    'full.mp4': () =>
      workshop.make('full.mp4', { frames: 10, options: ['-c:v', 'libx264', '-pix_fmt', 'yuvj420p'] }),
    'interlaced.mp4': () =>
      workshop.make('interlaced.mp4', {
        frames: 10,
        options: ['-vf', 'setfield=tff', '-flags', '+ildct+ilme', ...H264_WITH_B_FRAMES],
      }),
    'hdr.mkv': () =>
      workshop.make('hdr.mkv', {
        frames: 10,
        options: [
          ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p10le'],
          ...['-color_trc', 'smpte2084', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'],
        ],
      }),
  };
  for (const { name, file, size, bars } of shapes) {
    it(`delivers every frame of video with ${name} in one even size`, async () => {
      const { frames, facts } = await readAll(make[file]?.() ?? '', { bars });
      assert.deepEqual(codes(frames), counting(0, 10));
      assert.ok(frames.every(({ width, height }) => width === size[0] && height === size[1]));
      assert.equal(facts.isInterlaced, file === 'interlaced.mp4');
      assert.equal(facts.isHdr, file === 'hdr.mkv');
    });
  }

  it('never enlarges, and keeps one size when the resolution changes in mid-stream', async () => {
    const small = workshop.make('small.ts', { frames: 12, width: 64, height: 48 });
    const large = workshop.make('large.ts', { frames: 12, width: 128, height: 96, firstCode: 12 });
    const path = workshop.path('changing.ts');
    writeFileSync(path, Buffer.concat([readFileSync(small), readFileSync(large)]));
    const { frames } = await readAll(path);
    assert.ok(frames.length >= 20, `${frames.length} frames`);
    assert.ok(frames.every(({ width, height }) => width === 64 && height === 48));
  });
});

describe('FfmpegFrameReader, going on from a frame', () => {
  const films = [
    { file: 'resume.mp4', options: H264_WITH_B_FRAMES },
    {
      file: 'resume-open.mp4',
      options: [
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
      ],
    },
    { file: 'resume.ts', options: H264_WITH_B_FRAMES },
    { file: 'resume-mpeg2.mpg', options: ['-c:v', 'mpeg2video', '-bf', '2', '-g', '15', '-q:v', '3'] },
    { file: 'resume.avi', options: ['-c:v', 'mpeg4', '-q:v', '3', '-g', '30'] },
    { file: 'resume.h264', options: H264_WITH_B_FRAMES },
    {
      file: 'resume-uneven.mkv',
      options: ['-vf', uneven, '-fps_mode', 'passthrough', '-enc_time_base', '1:1000', ...H264_WITH_B_FRAMES],
    },
  ];
  for (const { file, options } of films) {
    it(`delivers the same frames of ${file} as an uninterrupted reading`, async () => {
      const path = workshop.make(file, { frames: 600, options });
      const { facts, frames, summary } = await readAll(path);
      assert.deepEqual(codes(frames), counting(0, 600));
      for (const at of [1, 250, 251, 433, 599]) {
        const frame = frames[at];
        assert.ok(frame);
        const from = { frame: at, timestamp: { ticks: frame.ticks, timeBase: facts.timeBase } };
        const resumed = await readAll(path, { facts, from });
        assert.deepEqual(
          resumed.frames.map(({ index }) => index),
          counting(at, 600),
        );
        assert.deepEqual(ticksOf(resumed.frames), ticksOf(frames).slice(at));
        assert.ok(
          resumed.frames.every(({ bytes }, offset) =>
            bytes.equals(frames[at + offset]?.bytes ?? Buffer.alloc(0)),
          ),
        );
        assert.equal(resumed.summary.framesRead, 600 - at);
        assert.equal(resumed.summary.endTicks, summary.endTicks);
      }
    });
  }

  it('counts frames where the times repeat themselves', async () => {
    const path = workshop.path('joined.ts');
    const { facts, frames } = await readAll(path);
    const frame = frames.at(-10);
    assert.ok(frame);
    const from = { frame: frame.index, timestamp: { ticks: frame.ticks, timeBase: facts.timeBase } };
    const resumed = await readAll(path, { facts, from });
    assert.deepEqual(resumed.frames, frames.slice(-10));
  });
});

describe('FfmpegFrameReader, damage', () => {
  it('tells at every end of a reading what was wrong so far, also when it is left in the middle', async () => {
    const plain = workshop.path('plain.mp4');
    const joined = workshop.path('joined.ts');
    for (const [path, until, isIntact] of [
      [plain, 7, true],
      [plain, Infinity, true],
      [joined, 3, true],
      [joined, Infinity, false],
    ] as const) {
      const facts = await videoProbe.probe(path);
      const told: ReadingTroubles[] = [];
      const onClose = (troubles: ReadingTroubles): void => void told.push(troubles);
      for await (const { index } of frameReader.read({ path, facts, longSide: 64, onClose })) {
        if (index >= until) break;
      }
      assert.equal(told.length, 1);
      assert.equal(
        told[0]?.decodeErrors === 0 && told[0].repairedTimes === 0,
        isIntact,
        `${path} until ${until}`,
      );
    }
  });

  it('delivers what precedes the cut of an incomplete file and says that it ended early', async () => {
    const path = workshop.make('complete.mp4', {
      frames: 250,
      options: [...H264_WITH_B_FRAMES, '-movflags', '+faststart'],
    });
    const bytes = readFileSync(path);
    const cut = workshop.write('cut.mp4', bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    const { frames, summary } = await readAll(cut);
    assert.ok(frames.length > 50 && frames.length < 240, `${frames.length} frames`);
    assert.equal(summary.framesRead, frames.length);
    assert.equal(summary.endedEarly, true);
  });

  it('counts the complaints about junk in mid-file and goes on after it', async () => {
    const bytes = readFileSync(workshop.path('complete.mp4'));
    bytes.fill(0xa5, Math.floor(bytes.length * 0.4), Math.floor(bytes.length * 0.5));
    const { frames, summary } = await readAll(workshop.write('junk.mp4', bytes));
    assert.ok(frames.length > 150, `${frames.length} frames`);
    assert.ok(summary.decodeErrors > 0);
    assert.equal(frames.at(-1)?.code, 249);
  });

  it('refuses an encrypted film instead of delivering nothing', async () => {
    const path = workshop.path('encrypted.mp4');
    const key = '00112233445566778899aabbccddeeff';
    workshop.ffmpeg([
      ...[
        '-i',
        workshop.make('clear.mp4', { frames: 25 }),
        '-c',
        'copy',
        '-encryption_scheme',
        'cenc-aes-ctr',
      ],
      ...['-encryption_key', key, '-encryption_kid', key, path],
    ]);
    await assert.rejects(videoProbe.probe(path), withCode('MEDIA.UNDECODABLE'));
  });

  it('notices that the file changed while it was read', async () => {
    const path = workshop.path('growing.mp4');
    copyFileSync(workshop.path('complete.mp4'), path);
    const facts = await videoProbe.probe(path);
    const reading = frameReader.read({ path, facts, longSide: 64 });
    await reading.next();
    appendFileSync(path, 'more');
    await assert.rejects(async () => {
      while (!(await reading.next()).done);
    }, withCode('MEDIA.CHANGED_WHILE_READ'));
  });
});
