import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_MEDIA_LIMITS } from './confinement.js';
import { deriveFrameRate } from './derive-frame-rate.js';
import { deriveVideoFacts } from './derive-video-facts.js';
import { parseVersion } from './ffmpeg-toolchain.js';
import { explainRefusal } from './media-errors.js';
import { readProbedFile, readProbedPackets, type ProbedStream } from './read-probe-output.js';

const noPackets = { times: [], areEncrypted: false };
const rate = (num: number, den = 1): { num: number; den: number } => ({ num, den });

function fileWith(stream: Record<string, unknown>, format: Record<string, unknown> = {}): string {
  const video = {
    codec_type: 'video',
    codec_name: 'h264',
    width: 720,
    height: 576,
    pix_fmt: 'yuv420p',
    time_base: '1/90000',
    r_frame_rate: '25/1',
    ...stream,
  };
  return JSON.stringify({ format: { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', ...format }, streams: [video] });
}

function factsOf(
  stream: Record<string, unknown>,
  format?: Record<string, unknown>,
): ReturnType<typeof deriveVideoFacts> {
  const file = readProbedFile(fileWith(stream, format));
  assert.ok(file);
  return deriveVideoFacts(file, noPackets, DEFAULT_MEDIA_LIMITS);
}

describe('readProbedFile', () => {
  for (const text of ['', 'null', '[]', '{}', '{"format":3}', '{"streams":[]}', '{"format":{}}']) {
    it(`makes nothing of ${text || 'an empty text'}`, () => assert.equal(readProbedFile(text), undefined));
  }

  it('believes no field of the wrong type', () => {
    const file = readProbedFile(
      fileWith({ width: '7e999', height: {}, duration: 'N/A', disposition: 7, tags: [] }),
    );
    assert.deepEqual(
      [file?.streams[0]?.width, file?.streams[0]?.height, file?.streams[0]?.durationSeconds],
      [0, 0, undefined],
    );
  });

  it('reads the duration that Matroska keeps in a tag', () => {
    const file = readProbedFile(fileWith({ tags: { DURATION: '00:09:56.450000000' } }));
    assert.equal(file?.streams[0]?.durationSeconds, 596.45);
  });
});

describe('deriveVideoFacts', () => {
  it('applies pixel aspect and rotation to the size', () => {
    const side = { side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] };
    const { width, height, rotation } = factsOf({ sample_aspect_ratio: '16:15', ...side });
    assert.deepEqual({ width, height, rotation }, { width: 576, height: 768, rotation: 90 });
  });

  it('takes absurd pixels as square and odd angles as none, and says so', () => {
    const { width, height, rotation, warnings } = factsOf({
      sample_aspect_ratio: '1:5000',
      tags: { rotate: '33' },
    });
    assert.deepEqual([width, height, rotation, warnings.length], [720, 576, 0, 2]);
  });

  it('does not take the duration of the container for that of the video', () => {
    assert.equal(factsOf({}, { duration: '4294967.0' }).durationSeconds, undefined);
    assert.equal(factsOf({ duration: '4.0' }, { duration: '4294967.0' }).durationSeconds, 4);
  });

  it('refuses what has no size, no picture, or is encrypted', () => {
    assert.throws(() => factsOf({ width: 0 }), { code: 'MEDIA.UNDECODABLE' });
    assert.throws(() => factsOf({ codec_type: 'audio' }), { code: 'MEDIA.NO_VIDEO_STREAM' });
    assert.throws(() => factsOf({ disposition: { attached_pic: 1 } }), {
      code: 'MEDIA.NO_VIDEO_STREAM',
      message: /cover/,
    });
    assert.throws(() => factsOf({ width: 9000, height: 9000 }), { code: 'MEDIA.TOO_LARGE' });
    const file = readProbedFile(fileWith({}));
    const packets = readProbedPackets(
      '{"packets":[{"pts":1,"side_data_list":[{"side_data_type":"Encryption info"}]}]}',
    );
    assert.ok(file && packets.areEncrypted);
    assert.throws(() => deriveVideoFacts(file, packets, DEFAULT_MEDIA_LIMITS), {
      code: 'MEDIA.UNDECODABLE',
      message: /encrypted/,
    });
  });
});

describe('deriveFrameRate', () => {
  const every = (ticks: number): number[] => Array.from({ length: 50 }, (_, at) => at * ticks);
  const cases: [string, Partial<ProbedStream>, number[], { num: number; den: number }, boolean][] = [
    ['constant', { guessedRate: rate(24), averageRate: rate(286300, 11929) }, every(512), rate(24), false],
    [
      'interlaced (fields counted)',
      { guessedRate: rate(50), averageRate: rate(25) },
      every(3600),
      rate(25),
      false,
    ],
    [
      'coarse clock',
      { guessedRate: rate(24), averageRate: rate(24) },
      [0, 42, 83, 125, 167, 208],
      rate(24),
      false,
    ],
    [
      'uneven packets',
      { guessedRate: rate(25), averageRate: rate(25) },
      [0, 40, 80, 200, 240],
      rate(25),
      true,
    ],
    ['rates that differ', { guessedRate: rate(60), averageRate: rate(37) }, every(10), rate(37), true],
    ['only packets', { timeBase: rate(1, 1000) }, every(40), rate(1000, 40), false],
    ['absurd declaration', { guessedRate: rate(90000), averageRate: rate(30) }, every(3000), rate(30), false],
    ['nothing at all', {}, [], rate(25), false],
  ];
  for (const [name, stream, times, expected, isVariable] of cases) {
    it(`for ${name} gives ${expected.num}/${expected.den}${isVariable ? ', varying' : ''}`, () => {
      const derived = deriveFrameRate(stream as ProbedStream, times);
      assert.deepEqual(derived.frameRate, expected);
      assert.equal(derived.isVariable, isVariable);
      assert.equal(derived.isGuessed, name === 'nothing at all');
    });
  }
});

describe('explainRefusal', () => {
  const cases: [string, string][] = [
    ["[hls @ 0x1] Format not on whitelist 'mov'", 'MEDIA.NOT_A_VIDEO'],
    ["[magicyuv @ 0x1] Codec (magicyuv) not on whitelist 'h264'", 'MEDIA.CODEC_NOT_ALLOWED'],
    ['[mov @ 0x1] moov atom not found\nx.mp4: Invalid data found when processing input', 'MEDIA.TRUNCATED'],
    ['[png @ 0x1] Picture size 16384x8192 is invalid', 'MEDIA.TOO_LARGE'],
    ['Number of streams exceeds max_streams parameter (64)', 'MEDIA.TOO_MANY_STREAMS'],
    ['something never seen before', 'MEDIA.UNDECODABLE'],
  ];
  for (const [messages, code] of cases) {
    it(`reads "${messages.slice(0, 40)}" as ${code}`, () => {
      assert.equal(explainRefusal(messages, DEFAULT_MEDIA_LIMITS).code, code);
    });
  }
});

describe('parseVersion', () => {
  const text = (version: string, avutil: string): string =>
    `ffmpeg version ${version} Copyright\nlibavutil      ${avutil}.100 / ${avutil}.100\n`;
  const cases: [string, string, boolean][] = [
    ['5.1.9-0+deb12u1', '57. 28', true],
    ['n7.1', '59. 39', true],
    ['N-112345-gabcdef', '58. 2', true],
    ['4.4.2-0ubuntu0.22.04.1', '56. 70', false],
    ['5.0.1', '57. 17', false],
  ];
  for (const [version, avutil, isNewEnough] of cases) {
    it(`finds ${version} ${isNewEnough ? 'new enough' : 'too old'}`, () => {
      assert.deepEqual(parseVersion(text(version, avutil)), { version, isNewEnough });
    });
  }
});
