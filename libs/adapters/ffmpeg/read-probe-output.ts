// Reads ffprobe's JSON. Everything in it comes from a hostile file: each field is checked before it is believed.
import { asFields, asList, asNumber, asText, parseFields, type Fields } from './json-fields.js';
import { PACKETS_LOOKED_AT } from './plan-probe.js';
import { parseRational, toNumber, type Rational } from '#domain/time/rational.js';

/** H.264 and HEVC hold back at most this many frames. */
const MOST_REORDERED = 16;

export interface ProbedStream {
  readonly type: string;
  readonly codec: string;
  readonly isCover: boolean;
  /** As coded. */
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string | undefined;
  readonly pixelAspect: Rational | undefined;
  readonly fieldOrder: string | undefined;
  /** ffmpeg's guess of the lowest rate that can hold all timestamps, and frames divided by duration. */
  readonly guessedRate: Rational | undefined;
  readonly averageRate: Rational | undefined;
  readonly timeBase: Rational | undefined;
  readonly durationSeconds: number | undefined;
  readonly transfer: string | undefined;
  /** Degrees clockwise to turn the coded picture for display. */
  readonly rotation: number;
}

export interface ProbedFile {
  /** ffmpeg's names of the container, for instance `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly formatNames: string;
  readonly startSeconds: number;
  readonly durationSeconds: number | undefined;
  readonly streams: readonly ProbedStream[];
}

export interface ProbedPackets {
  /** Presentation times in ticks, ascending. */
  readonly times: readonly number[];
  readonly areEncrypted: boolean;
}

/** @returns undefined when the text is not what ffprobe writes. */
export function readProbedFile(json: string): ProbedFile | undefined {
  const root = parseFields(json);
  const format = asFields(root?.['format']);
  const formatNames = asText(format?.['format_name']);
  if (!root || !format || formatNames === undefined) return undefined;
  return {
    formatNames,
    startSeconds: asNumber(format['start_time']) ?? 0,
    durationSeconds: positive(asNumber(format['duration'])),
    streams: asList(root['streams']).map(readStream),
  };
}

export function readProbedPackets(json: string): ProbedPackets {
  const packets = asList(parseFields(json)?.['packets']);
  const times = packets.map((packet) => asNumber(packet['pts'])).filter((pts) => pts !== undefined);
  const areEncrypted = packets.some((packet) =>
    asList(packet['side_data_list']).some((data) => /encryption/i.test(asText(data['side_data_type']) ?? '')),
  );
  // Packets come in decoding order: near the end of the excerpt, frames shown earlier may be missing.
  const isExcerpt = packets.length >= PACKETS_LOOKED_AT;
  const sorted = times.sort((one, other) => one - other).slice(0, isExcerpt ? -MOST_REORDERED : undefined);
  return { times: sorted, areEncrypted };
}

export function readPacketCount(json: string): number | undefined {
  return asNumber(asList(parseFields(json)?.['streams'])[0]?.['nb_read_packets']);
}

function readStream(stream: Fields): ProbedStream {
  const tags = asFields(stream['tags']);
  return {
    type: asText(stream['codec_type']) ?? '',
    codec: asText(stream['codec_name']) ?? 'unknown',
    isCover: asNumber(asFields(stream['disposition'])?.['attached_pic']) === 1,
    width: asNumber(stream['width']) ?? 0,
    height: asNumber(stream['height']) ?? 0,
    pixelFormat: asText(stream['pix_fmt']),
    pixelAspect: asRational(stream['sample_aspect_ratio']),
    fieldOrder: asText(stream['field_order']),
    guessedRate: asRational(stream['r_frame_rate']),
    averageRate: asRational(stream['avg_frame_rate']),
    timeBase: asRational(stream['time_base']),
    durationSeconds: positive(asNumber(stream['duration']) ?? clockSeconds(tags)),
    transfer: asText(stream['color_transfer']),
    rotation: readRotation(stream, tags),
  };
}

/** The display matrix counts anticlockwise, the older `rotate` tag clockwise. */
function readRotation(stream: Fields, tags: Fields | undefined): number {
  const matrices = asList(stream['side_data_list']).map((data) => asNumber(data['rotation']));
  const matrix = matrices.find((rotation) => rotation !== undefined);
  const clockwise = matrix === undefined ? (asNumber(tags?.['rotate']) ?? 0) : -matrix;
  return ((clockwise % 360) + 360) % 360;
}

/** Matroska keeps the duration of each stream in a tag, `00:09:56.450000000`. */
function clockSeconds(tags: Fields | undefined): number | undefined {
  const text = asText(tags?.['DURATION'] ?? tags?.['DURATION-eng']);
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text ?? '');
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined;
}

function asRational(value: unknown): Rational | undefined {
  const rational = parseRational(asText(value) ?? '');
  return rational && Number.isFinite(toNumber(rational)) ? rational : undefined;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}
