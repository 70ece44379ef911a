import type { VideoFacts } from '#domain/episode/episode.js';
import type { FramePosition } from '#domain/episode/stretch.js';
import { toNumber } from '#domain/time/rational.js';
import { toSeconds } from '#domain/time/timestamp.js';
import type { Keyframe, KeyframeListing } from '#ports/keyframe-lister.port.js';
import type { ListedPacket } from './packet-list.js';
import { decodingStart } from './plan-input.js';

/** Codecs of whose packets each is one picture. (VP8 has packets that are never shown; others were not tried.) */
const ONE_PICTURE_A_PACKET = [
  'h264',
  'hevc',
  'av1',
  'vp9',
  'mpeg4',
  'mpeg1video',
  'mpeg2video',
  'prores',
  'mjpeg',
  'ffv1',
];

/** A step back of more than this is a new time line, not a frame that is decoded early. */
const NEW_TIME_LINE_IN_SECONDS = 1;

type TimedPacket = ListedPacket & { readonly pts: number };

/** Frames in the order in which they are shown, as far as packets, in decoding order, tell them. */
export function numberPackets(packets: readonly ListedPacket[], facts: VideoFacts): KeyframeListing {
  const timed = packets.filter((packet): packet is TimedPacket => packet.pts !== undefined);
  const reason = whyUncountable(packets, timed, facts);
  if (reason !== undefined) return { isExact: false, reason };
  const { timeBase, startSeconds } = facts;
  const startTicks = Math.round((startSeconds * timeBase.den) / timeBase.num);
  const shown = timed
    .filter(({ isHidden }) => !isHidden)
    .map(({ pts, isKey }) => ({ ticks: pts - startTicks, isKey }))
    .sort((one, other) => one.ticks - other.ticks);
  const isRepeated = shown.some(({ ticks }, at) => ticks === shown[at - 1]?.ticks);
  if (isRepeated) return { isExact: false, reason: 'some of its frames have the same time' };
  const positions = shown.map(({ ticks }, frame) => ({ frame, timestamp: { ticks, timeBase } }));
  const keyframes = positions.filter(({ frame }) => shown[frame]?.isKey);
  return { isExact: true, keyframes: withReadableFrames(keyframes, positions, facts), frames: shown.length };
}

function whyUncountable(
  packets: readonly ListedPacket[],
  timed: readonly TimedPacket[],
  facts: VideoFacts,
): string | undefined {
  const { container, videoCodec, isInterlaced, timeBase } = facts;
  if (decodingStart(facts, Number.MAX_SAFE_INTEGER) === undefined) {
    return `${container} files can be read from their beginning only`;
  }
  if (!ONE_PICTURE_A_PACKET.includes(videoCodec))
    return `${videoCodec} packets are not always one picture each`;
  if (isInterlaced) return 'the pictures of interlaced video may come in two packets';
  if (packets.length === 0) return 'it has no packets';
  if (timed.length < packets.length) return 'some of its packets have no time';
  const [first] = timed;
  if (!first?.isKey || timed.some(({ pts }) => pts < first.pts)) {
    return 'it begins with pictures that need others from before its beginning';
  }
  let latest = first.pts;
  for (const { pts } of timed) {
    if ((latest - pts) * toNumber(timeBase) > NEW_TIME_LINE_IN_SECONDS)
      return 'its times begin anew in the middle';
    latest = Math.max(latest, pts);
  }
  return undefined;
}

function withReadableFrames(
  keyframes: readonly FramePosition[],
  positions: readonly FramePosition[],
  facts: VideoFacts,
): Keyframe[] {
  let next = 0;
  return keyframes.map((keyframe) => {
    const seconds = toSeconds(keyframe.timestamp);
    for (; next < positions.length; next++) {
      const start = decodingStart(facts, positions[next]!.timestamp.ticks);
      if (start !== undefined && start >= seconds) break;
    }
    return { ...keyframe, readableFrom: positions[next] ?? null };
  });
}
