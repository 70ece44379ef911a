import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_MEDIA_LIMITS } from '../confinement.js';
import { tokensOf } from '../ffmpeg-plan.js';
import { entryKind, joinNalUnits, listNalUnits, markSpliced } from './nal-units.js';
import { freeH264Id } from './parameter-sets.js';
import type { CopiedCutPlan } from './plan-copied-cut.js';
import { planSpanEncoding } from './plan-copying.js';
import { findSeamFault, planSeamWindows } from './plan-seam-check.js';
import { readCodedStream, reasonAgainstCopying } from './coded-stream.js';
import { readPacketTimes } from './read-copied-packets.js';
import { deriveTiming } from './write-joined-video.js';

const FACTS = {
  container: 'mp4',
  videoCodec: 'h264',
  width: 320,
  height: 240,
  frameRate: { num: 25, den: 1 },
  isVariableFrameRate: false,
  timeBase: { num: 1, den: 12800 },
  startSeconds: 0,
  durationSeconds: 4,
  rotation: 0,
  isHdr: false,
  isInterlaced: false,
  hasAudio: false,
  warnings: [],
} as const;

describe('NAL units', () => {
  const unit = (...bytes: number[]): Buffer => Buffer.from(bytes);
  const entries: readonly [string, 'h264' | 'hevc', number[], ReturnType<typeof entryKind>][] = [
    ['an IDR picture of H.264', 'h264', [0x65, 1], 'reset'],
    ['a recovery point of H.264', 'h264', [0x41, 1], undefined],
    ['an IDR picture of HEVC', 'hevc', [19 << 1, 1, 1], 'reset'],
    ['a CRA picture of HEVC', 'hevc', [21 << 1, 1, 1], 'clean'],
    ['a trailing picture of HEVC', 'hevc', [1 << 1, 1, 1], undefined],
  ];
  for (const [name, codec, picture, expected] of entries) {
    it(`know ${name}, also behind a message`, () => {
      const message = codec === 'h264' ? unit(6, 5) : unit(39 << 1, 1);
      assert.equal(entryKind(codec, joinNalUnits([message, unit(...picture)])), expected);
    });
  }

  it('end where a sample is cut short', () => {
    assert.deepEqual(listNalUnits('h264', Buffer.alloc(0)), []);
    assert.deepEqual(listNalUnits('h264', joinNalUnits([unit(0x65, 1, 2)]).subarray(0, 6)), []);
  });

  it('say that a stream was spliced, and change nothing else', () => {
    const sample = joinNalUnits([unit(32 << 1, 1), unit((21 << 1) | 0x81, 1, 0xaa)]);
    const marked = markSpliced(sample);
    assert.deepEqual(
      listNalUnits('hevc', marked).map(({ type }) => type),
      [32, 18],
    );
    assert.equal(sample.filter((byte, at) => byte !== marked[at]).length, 1);
  });
});

describe('freeH264Id', () => {
  const sps = (id: number): Buffer =>
    Buffer.from([0x67, 100, 0, 31, ...[0x80, 0x40, 0x60].slice(id, id + 1)]);
  it('gives a number that no set bears', () => {
    assert.equal(freeH264Id([]), 1);
    assert.equal(freeH264Id([sps(0)]), 1);
    assert.equal(freeH264Id([sps(0), sps(1), sps(2)]), 3);
    // picture parameter set 2 (011) of sequence 0 (1)
    assert.equal(freeH264Id([sps(0), sps(1), Buffer.from([0x68, 0b01110000])]), 3);
  });
});

describe('deriveTiming', () => {
  const table: readonly [string, number[], number, ReturnType<typeof deriveTiming>][] = [
    ['nothing', [], 0, { durations: [], offsets: [], delay: 0 }],
    ['frames in order', [0, 10, 25], 40, { durations: [10, 15, 15], offsets: [0, 0, 0], delay: 0 }],
    [
      'reordered frames',
      [0, 30, 10, 20],
      40,
      { durations: [10, 10, 10, 10], offsets: [10, 30, 0, 0], delay: 10 },
    ],
  ];
  for (const [name, times, length, expected] of table) {
    it(`places ${name}`, () => assert.deepEqual(deriveTiming(times, length), expected));
  }
});

describe('the check of seams', () => {
  const span = (start: number, end: number): { startTicks: number; endTicks: number; times: number[] } => ({
    startTicks: start,
    endTicks: end,
    times: Array.from({ length: end - start }, (_, at) => start + at),
  });
  const plan: CopiedCutPlan = {
    isCopied: true,
    head: span(2, 4),
    copied: { ...span(4, 20), packets: [] },
    tail: span(20, 21),
  };
  const lines = (...likenesses: string[]): string =>
    likenesses.map((db, at) => `n:${at + 1} mse_avg:0.00 psnr_avg:${db} psnr_y:${db}\n`).join('');

  it('looks at what was encoded and a little of what was copied beside it', () => {
    assert.deepEqual(
      planSeamWindows(plan).map(({ startTicks, endTicks, areCopied }) => [
        startTicks,
        endTicks,
        areCopied.join(),
      ]),
      [
        [2, 7, 'false,false,true,true,true'],
        [17, 21, 'true,true,true,false'],
      ],
    );
  });

  it('wants copied frames alike to the bit, encoded ones nearly so, and all of them', () => {
    const window = planSeamWindows(plan)[0]!;
    assert.equal(findSeamFault(lines('41.2', 'inf', 'inf', 'inf', 'inf'), window), undefined);
    assert.match(
      findSeamFault(lines('41.2', '40.0', '88.9', 'inf', 'inf'), window) ?? '',
      /copied .* differs/,
    );
    assert.match(
      findSeamFault(lines('41.2', '12.0', 'inf', 'inf', 'inf'), window) ?? '',
      /encoded .* differs/,
    );
    assert.match(
      findSeamFault(lines('41.2', 'nan', 'inf', 'inf', 'inf'), window) ?? '',
      /encoded .* differs/,
    );
    assert.match(findSeamFault(lines('41.2', '40.0', 'inf'), window) ?? '', /3 frames instead of 5/);
    assert.match(findSeamFault('', window) ?? '', /0 frames/);
  });
});

describe('what can be copied', () => {
  const reasonFor = (probed: string): string => {
    const coded = readCodedStream(probed, FACTS);
    return typeof coded === 'string' ? coded : '';
  };

  const changes: readonly [Partial<Parameters<typeof reasonAgainstCopying>[0]>, RegExp][] = [
    [{ videoCodec: 'vp9' }, /vp9/],
    [{ container: 'avi' }, /avi/],
    [{ isInterlaced: true }, /interlaced/],
    [{ isHdr: true }, /HDR/],
    [{ rotation: 90 }, /upright/],
    [{ width: 321 }, /odd/],
    [{ timeBase: { num: 1001, den: 24000 } }, /clock/],
  ];
  it('is told by the facts of a film', () => {
    assert.equal(reasonAgainstCopying(FACTS), undefined);
    for (const [change, reason] of changes)
      assert.match(reasonAgainstCopying({ ...FACTS, ...change }) ?? '', reason);
  });

  it('is told by its coding, and the encoder is asked for the same', () => {
    const probed =
      'profile=High 10\nwidth=320\nheight=240\nhas_b_frames=2\npix_fmt=yuv420p10le\nlevel=31\nfield_order=progressive\nrefs=4\n';
    const coded = readCodedStream(probed, FACTS);
    assert.ok(typeof coded !== 'string');
    const encoding = {
      coded,
      facts: FACTS,
      limits: DEFAULT_MEDIA_LIMITS,
      threads: undefined,
      source: '/a',
      target: '/b',
    };
    const tokens = tokensOf(
      planSpanEncoding({ ...encoding, seekTicks: 512, startTicks: 100, endTicks: 200, parameterSetId: 7 }),
    ).join(' ');
    for (const part of [
      '-profile:v high10',
      '-level 3.1',
      '-pix_fmt yuv420p10le',
      'sps-id=7',
      '-ss 0.04 ',
      '-refs 4',
    ])
      assert.ok(tokens.includes(part), `${part} in ${tokens}`);
    assert.match(reasonFor(probed.replace('High 10', 'CAVLC 4:4:4')), /cannot be encoded alike/);
    assert.match(reasonFor(probed.replace('width=320', 'width=240')), /not square/);
    assert.match(reasonFor(probed.replace('progressive', 'tt')), /interlaced/);
    assert.match(reasonFor(''), /cannot be encoded alike/);
  });
});

describe('readPacketTimes', () => {
  it('reads showing times after the start, on the same clock only', () => {
    const list =
      '#tb 0: 1/12800\n0,   -1024,        0,      512,      816, 0x1\n0,    -512,     1536,      512,      484, 0x2, F=0x0\n';
    assert.deepEqual(readPacketTimes(list, FACTS), [0, 1536]);
    assert.deepEqual(readPacketTimes(list, { ...FACTS, startSeconds: 0.04 }), [-512, 1024]);
    assert.deepEqual(readPacketTimes(list.replace('12800', '90000'), FACTS), []);
    assert.deepEqual(readPacketTimes('', FACTS), []);
  });
});
