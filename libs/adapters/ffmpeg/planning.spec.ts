import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VideoFacts } from '#domain/episode/episode.js';
import { DEFAULT_MEDIA_LIMITS } from './confinement.js';
import { tokensOf } from './ffmpeg-plan.js';
import { planClipCut } from './plan-clip-cut.js';
import { planFrameReading } from './plan-frame-reading.js';
import { seekSeconds } from './plan-input.js';
import { planPacketProbe, planProbe } from './plan-probe.js';
import { planStill } from './plan-still.js';

const facts: VideoFacts = {
  container: 'mp4',
  videoCodec: 'h264',
  width: 1280,
  height: 720,
  frameRate: { num: 24, den: 1 },
  isVariableFrameRate: false,
  timeBase: { num: 1, den: 12288 },
  startSeconds: 0,
  durationSeconds: 60,
  rotation: 0,
  isHdr: false,
  isInterlaced: false,
  hasAudio: true,
  warnings: [],
};
const limits = DEFAULT_MEDIA_LIMITS;
const awkward = "/films/-i it's %03d $(id).mp4";

function reading(changes: Partial<VideoFacts>, seekTicks?: number): string[] {
  const planning = {
    absolutePath: awkward,
    facts: { ...facts, ...changes },
    limits,
    size: { width: 640, height: 360 },
  };
  return tokensOf(planFrameReading({ ...planning, hasZscale: true, seekTicks }));
}

function after(tokens: readonly string[], option: string): string | undefined {
  const at = tokens.indexOf(option);
  return at < 0 ? undefined : tokens[at + 1];
}

describe('every plan', () => {
  const clip = { sourcePath: '', facts, startTicks: 5120, endTicks: 10240, frames: 10, previousTicks: 4608 };
  const plans: Record<string, string[]> = {
    probe: planProbe(awkward, limits),
    packets: planPacketProbe(awkward, limits),
    reading: reading({}),
    still: tokensOf(planStill({ absolutePath: awkward, facts, limits, hasZscale: false, atTicks: 512 })),
    clip: tokensOf(
      planClipCut({
        cut: clip,
        absoluteSource: awkward,
        absoluteTarget: '/out/x',
        limits,
        hasZscale: false,
        way: 'seek',
      }),
    ),
  };
  for (const [name, tokens] of Object.entries(plans)) {
    it(`confines ${name} to the one file, which stays one token`, () => {
      assert.equal(after(tokens, '-protocol_whitelist'), 'file');
      assert.equal(after(tokens, '-max_pixels'), String(8192 * 4608));
      assert.ok(tokens.includes(`file:${awkward}`));
      const formats = (after(tokens, '-format_whitelist') ?? '').split(',');
      for (const opener of ['hls', 'dash', 'concat', 'sdp', 'image2', 'tty', 'lavfi'])
        assert.ok(!formats.includes(opener));
      const codecs = (after(tokens, '-codec_whitelist') ?? '').split(',');
      assert.ok(codecs.includes('h264') && !codecs.includes('magicyuv') && !codecs.includes('flic'));
    });
  }
});

describe('planFrameReading', () => {
  it('reads every frame of the first real video stream without touching its times', () => {
    const tokens = reading({});
    assert.equal(after(tokens, '-map'), '0:V:0');
    assert.equal(after(tokens, '-fps_mode'), 'passthrough');
    assert.ok(tokens.includes('-copyts'));
    assert.equal(after(tokens, '-ss'), undefined);
    assert.match(
      after(tokens, '-vf') ?? '',
      /^settb=expr=1\/12288,scale=640:360:flags=area:out_range=tv,format=yuv420p,/,
    );
  });

  it('seeks before the frame and trims exactly to it', () => {
    const tokens = reading({}, 122880);
    assert.equal(after(tokens, '-ss'), '8.500000');
    assert.match(after(tokens, '-vf') ?? '', /trim=start_pts=122880,/);
    assert.ok(tokens.indexOf('-ss') < tokens.indexOf('-i'));
  });

  it('takes the start of the container off the times', () => {
    const transport = { startSeconds: 1.48, timeBase: { num: 1, den: 90000 } };
    assert.match(after(reading(transport), '-vf') ?? '', /^settb=expr=1\/90000,setpts=PTS-\(133200\),/);
  });

  it('deinterlaces first and tone-maps HDR', () => {
    const filters = after(reading({ isInterlaced: true, isHdr: true }), '-vf') ?? '';
    assert.match(filters, /^bwdif=mode=send_frame/);
    assert.match(filters, /scale=640:360:flags=area,zscale=transfer=linear.*tonemap.*format=yuv420p/);
  });
});

describe('seekSeconds', () => {
  const cases: [string, number, number | undefined][] = [
    ['mp4', 0, undefined],
    ['mp4', 1, undefined],
    ['mp4', 20, 18.5],
    ['mpegts', 20, 5],
    ['h264', 20, undefined],
  ];
  for (const [container, seconds, expected] of cases) {
    it(`for second ${seconds} of ${container} is ${expected ?? 'the beginning'}`, () => {
      assert.equal(seekSeconds({ ...facts, container }, seconds * 12288), expected);
    });
  }
});

describe('planClipCut', () => {
  const clip = {
    sourcePath: '',
    facts,
    startTicks: 245760,
    endTicks: 250880,
    frames: 10,
    previousTicks: 245248,
    startFrame: 480,
  };
  const planning = { cut: clip, absoluteSource: '/a', absoluteTarget: '/b', limits, hasZscale: false };

  it('cuts pictures in ticks and sound in seconds of the same span', () => {
    const tokens = tokensOf(planClipCut({ ...planning, way: 'seek' }));
    assert.match(after(tokens, '-filter:v') ?? '', /trim=start_pts=245760:end_pts=250880,setpts=PTS-245760,/);
    assert.match(
      after(tokens, '-filter:a') ?? '',
      /^atrim=start=20\.000000:end=20\.416667,asetpts=PTS-\(20\.000000\)\/TB,/,
    );
    assert.equal(after(tokens, '-video_track_timescale'), '12288');
  });

  it('counts frames where the times cannot be trusted', () => {
    const tokens = tokensOf(planClipCut({ ...planning, way: 'by-number' }));
    assert.match(after(tokens, '-filter:v') ?? '', /trim=start_frame=480:end_frame=490,setpts=PTS-STARTPTS,/);
    assert.equal(after(tokens, '-ss'), undefined);
  });

  it('leaves sound out where there is none', () => {
    const silent = { ...clip, facts: { ...facts, hasAudio: false } };
    const tokens = tokensOf(planClipCut({ ...planning, cut: silent, way: 'seek' }));
    assert.equal(tokens.includes('-filter:a'), false);
    assert.equal(tokens.includes('0:a:0?'), false);
  });
});
