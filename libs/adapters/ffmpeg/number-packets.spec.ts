import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeVideoFacts } from '../../../test/factories/episode.factory.js';
import { numberPackets } from './number-packets.js';
import { PacketListParser, type ListedPacket } from './packet-list.js';

const facts = makeVideoFacts({
  container: 'mp4',
  videoCodec: 'h264',
  timeBase: { num: 1, den: 1000 },
  startSeconds: 2,
  isInterlaced: false,
});

/** Packets in decoding order at 10 frames a second: a keyframe every 10, two frames that are decoded late. */
function packetsOf(frames: number): ListedPacket[] {
  const order = Array.from({ length: frames }, (_, frame) => frame);
  for (let at = 2; at + 1 < frames; at += 10) [order[at], order[at + 1]] = [at + 1, at];
  return order.map((frame) => ({ pts: 2000 + frame * 100, isKey: frame % 10 === 0, isHidden: false }));
}

const reasonOf = (packets: readonly ListedPacket[], overrides: Partial<typeof facts> = {}): string => {
  const listing = numberPackets(packets, { ...facts, ...overrides });
  return listing.isExact ? 'counted' : listing.reason;
};

describe('numberPackets', () => {
  it('cannot count what is not there', () => assert.match(reasonOf([]), /no packets/));

  it('numbers frames in the order in which they are shown, from the start of the container', () => {
    const listing = numberPackets(packetsOf(60), facts);
    assert.ok(listing.isExact);
    assert.equal(listing.frames, 60);
    const places = listing.keyframes.map(({ frame, timestamp }) => [frame, timestamp.ticks]);
    assert.deepEqual(
      places,
      [0, 10, 20, 30, 40, 50].map((frame) => [frame, frame * 100]),
    );
  });

  it('tells for each keyframe the first frame whose reading may begin with it: 1.75 s later in MP4', () => {
    const listing = numberPackets(packetsOf(60), facts);
    assert.ok(listing.isExact);
    const readable = listing.keyframes.map(({ readableFrom }) => readableFrom?.frame ?? null);
    assert.deepEqual(readable, [18, 28, 38, 48, 58, null]);
    assert.equal(listing.keyframes[1]?.readableFrom?.timestamp.ticks, 2800);
  });

  it('leaves out what an edit list hides', () => {
    const packets = packetsOf(40).map((packet) => ({ ...packet, isHidden: (packet.pts ?? 0) < 2300 }));
    const listing = numberPackets(packets, facts);
    assert.ok(listing.isExact);
    assert.equal(listing.frames, 37);
    assert.deepEqual(
      listing.keyframes.map(({ frame }) => frame),
      [7, 17, 27],
    );
  });

  const frames = packetsOf(40);
  const uncountable: [string, readonly ListedPacket[], Partial<typeof facts>, RegExp][] = [
    ['a container that cannot be sought', frames, { container: 'h264' }, /beginning only/],
    ['a codec with packets that are never shown', frames, { videoCodec: 'vp8' }, /not always one picture/],
    ['fields', frames, { isInterlaced: true }, /two packets/],
    ['packets without a time', frames.with(5, { ...frames[5]!, pts: undefined }), {}, /no time/],
    ['two frames at one time', frames.with(5, { ...frames[5]!, pts: frames[6]!.pts }), {}, /same time/],
    ['a beginning without a keyframe', frames.slice(1), {}, /before its beginning/],
    [
      'pictures that are shown before the first keyframe',
      frames.with(2, { ...frames[2]!, pts: 1900 }),
      {},
      /before its/,
    ],
    [
      'joined recordings',
      [...frames, ...frames.map((packet) => ({ ...packet, pts: packet.pts! + 2000 }))],
      {},
      /anew/,
    ],
  ];
  for (const [name, packets, overrides, reason] of uncountable) {
    it(`does not count ${name}`, () => assert.match(reasonOf(packets, overrides), reason));
  }
});

describe('PacketListParser', () => {
  it('reads lines that come in pieces', () => {
    const parser = new PacketListParser();
    for (const piece of ['0,K_', '_\n-51', '2,_D_\nN/A,___\n', '1024,__', '_\n']) parser.push(piece);
    assert.deepEqual(parser.packets, [
      { pts: 0, isKey: true, isHidden: false },
      { pts: -512, isKey: false, isHidden: true },
      { pts: undefined, isKey: false, isHidden: false },
      { pts: 1024, isKey: false, isHidden: false },
    ]);
    assert.equal(parser.flaw, undefined);
  });

  for (const line of ['1024,__C', 'nonsense', '99999999999999999999,K__', '1.5,K__']) {
    it(`takes ${line} for damage`, () => {
      const parser = new PacketListParser();
      parser.push(`0,K__\n${line}\n`);
      assert.match(parser.flaw ?? '', /damaged/);
    });
  }

  it('keeps little of a line that does not end', () => {
    const parser = new PacketListParser();
    for (let piece = 0; piece < 100; piece++) parser.push('1'.repeat(100_000));
    parser.push('\n');
    assert.match(parser.flaw ?? '', /damaged/);
  });
});
