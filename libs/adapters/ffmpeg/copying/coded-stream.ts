// What an encoder must know of a stream to write more of the same, and which streams it cannot match.
import type { VideoFacts } from '#domain/episode/episode.js';
import { fileAddress, planConfinement, type MediaLimits } from '../confinement.js';
import type { NalCodec } from './nal-units.js';

export interface CodedStream {
  readonly codec: NalCodec;
  /** ffmpeg's name of the profile for its encoder. */
  readonly profile: string;
  /** As the stream says it: 31 is level 3.1 of H.264. */
  readonly level: number;
  readonly pixelFormat: string;
  /** Frames that a decoder holds back to put them in order. */
  readonly reordered: number;
  readonly references: number;
}

const H264_PROFILES: Readonly<Record<string, string>> = {
  'Constrained Baseline': 'baseline',
  Baseline: 'baseline',
  Main: 'main',
  High: 'high',
  'High 10': 'high10',
  'High 4:2:2': 'high422',
  'High 4:4:4 Predictive': 'high444',
};
const HEVC_PROFILES: Readonly<Record<string, string>> = {
  yuv420p: 'main',
  yuvj420p: 'main',
  yuv420p10le: 'main10',
};
/** Containers that say of every packet when it is shown. */
const TIMED_CONTAINERS = ['mp4', 'matroska', 'mpegts', 'flv'];

/** Why nothing of such a film can be copied, as far as its facts tell; undefined when they do not. */
export function reasonAgainstCopying(facts: VideoFacts): string | undefined {
  const { videoCodec, container, timeBase } = facts;
  if (videoCodec !== 'h264' && videoCodec !== 'hevc')
    return `frames of ${videoCodec} are not copied, only H.264 and HEVC`;
  if (!TIMED_CONTAINERS.includes(container)) return `${container} does not tell when each packet is shown`;
  if (facts.isInterlaced) return 'it is interlaced and has to be deinterlaced';
  if (facts.isHdr) return 'it is HDR and has to be turned into ordinary colours';
  if (facts.rotation !== 0) return 'it has to be turned upright';
  if (facts.width % 2 === 1 || facts.height % 2 === 1) return 'its picture has an odd size';
  if (timeBase.num !== 1 || timeBase.den > 2 ** 31 - 1) return 'its clock does not fit into an MP4';
  return undefined;
}

export function planCodedStreamProbe(absolutePath: string, limits: MediaLimits): string[] {
  const entries = 'stream=profile,level,pix_fmt,has_b_frames,refs,width,height,field_order';
  return [
    ...['-hide_banner', '-v', 'error', ...planConfinement(limits), '-select_streams', 'V:0'],
    ...['-show_entries', entries, '-of', 'default=noprint_wrappers=1', fileAddress(absolutePath)],
  ];
}

/** @returns the stream, or why an encoder could not match it. */
export function readCodedStream(output: string, facts: VideoFacts): CodedStream | string {
  const fields = new Map(output.split('\n').map((line) => line.split('=', 2) as [string, string]));
  const number = (name: string): number => Number(fields.get(name) ?? NaN);
  const pixelFormat = fields.get('pix_fmt')?.trim() ?? '';
  const codec = facts.videoCodec === 'hevc' ? 'hevc' : 'h264';
  const named = fields.get('profile')?.trim() ?? '';
  const profile = codec === 'h264' ? H264_PROFILES[named] : HEVC_PROFILES[pixelFormat];
  if (!profile) return `pictures of the profile "${named}" (${pixelFormat}) cannot be encoded alike`;
  if (!/^(progressive|unknown)?$/.test(fields.get('field_order')?.trim() ?? '')) return 'it is interlaced';
  if (number('width') !== facts.width || number('height') !== facts.height)
    return 'its pixels are not square';
  return {
    codec,
    profile,
    level: number('level'),
    pixelFormat,
    reordered: Math.max(0, number('has_b_frames') || 0),
    references: Math.min(16, Math.max(1, number('refs') || 1)),
  };
}
