// The runs of ffmpeg that a mostly copied cut consists of, as data.
import type { VideoFacts } from '#domain/episode/episode.js';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { fileAddress, type MediaLimits } from '../confinement.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { planSound } from '../plan-clip-cut.js';
import { planInput } from '../plan-input.js';
import type { CodedStream } from './coded-stream.js';
import type { CutSound } from './sound/read-copied-sound.js';

interface Planning {
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  readonly threads: number | undefined;
  readonly source: string;
  readonly target: string;
}

/** So much is read beyond the cut that every frame of it has come, however its frames are ordered. */
const READ_ON_FRAMES = 20;
const LEAST_READ_ON_SECONDS = 1;
const BARE = ['-map_metadata', '-1', '-map_chapters', '-1', '-avoid_negative_ts', 'disabled'];
const SIGNS_OF_LIFE = ['-progress', 'pipe:1', '-stats_period', '1'];

/**
 * The source's packets around the cut in a file whose tables tell their places, and their times on stdout. Without an edit
 * list the file keeps all distances in time; its clock starts at the first packet's decoding time.
 */
export function planPacketCopy(planning: Planning & { readonly cut: ClipCut }): FfmpegPlan {
  const { facts, cut, limits, source, target } = planning;
  const readOn = Math.max(
    LEAST_READ_ON_SECONDS,
    (READ_ON_FRAMES * facts.frameRate.den) / facts.frameRate.num,
  );
  const end = cut.endTicks / facts.timeBase.den + facts.startSeconds + readOn;
  const copy = ['-map', '0:V:0', '-c', 'copy', '-copypriorss', '1', '-copyinkf', '-to', end.toFixed(6)];
  return {
    inputOptions: ['-y', ...planInput({ facts, limits, seekTicks: cut.startTicks })],
    input: fileAddress(source),
    outputOptions: [
      ...[...copy, ...BARE, '-use_editlist', '0', '-video_track_timescale', String(facts.timeBase.den)],
      ...(facts.videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
      ...['-f', 'mp4', fileAddress(target)],
      ...[...copy, '-f', 'framecrc'],
    ],
    output: 'pipe:1',
  };
}

export interface SpanEncoding extends Planning {
  readonly coded: CodedStream;
  /** Where to begin decoding, in ticks after the first frame of the copied packets' file. */
  readonly seekTicks: number;
  /** The span, in ticks of that file. */
  readonly startTicks: number;
  readonly endTicks: number;
  /** Number of the parameter sets (H.264 only). */
  readonly parameterSetId: number | undefined;
}

/** Frames of a span, encoded as the stream beside them is, from 0 on. */
export function planSpanEncoding(encoding: SpanEncoding): FfmpegPlan {
  const { facts, coded, startTicks, endTicks, seekTicks } = encoding;
  const { den } = facts.timeBase;
  const filters = [
    `settb=expr=1/${den}`,
    `trim=start_pts=${startTicks}:end_pts=${endTicks}`,
    `setpts=PTS-(${startTicks})`,
    `format=${coded.pixelFormat}`,
  ];
  return {
    inputOptions: [
      ...['-y', ...planInput(encoding)],
      ...(seekTicks > 0
        ? ['-noaccurate_seek', '-ss', String(Math.floor((seekTicks * 1e6) / den) / 1e6)]
        : []),
    ],
    input: fileAddress(encoding.source),
    outputOptions: [
      ...['-map', '0:V:0', '-map_metadata', '-1', '-filter:v', filters.join(',')],
      ...['-fps_mode', 'passthrough', '-enc_time_base', `1:${den}`, '-video_track_timescale', String(den)],
      ...['-pix_fmt', coded.pixelFormat, '-profile:v', coded.profile, '-preset', 'veryfast', '-crf', '18'],
      ...(coded.codec === 'h264' ? planH264(encoding) : planHevc(encoding)),
      ...SIGNS_OF_LIFE,
      ...['-f', 'mp4'],
    ],
    output: fileAddress(encoding.target),
  };
}

/** As many frames held back and kept for reference as in the source: a decoder meets the seam with the same buffers. */
function planH264({ coded, parameterSetId = 0 }: SpanEncoding): string[] {
  const { reordered, references, level } = coded;
  const pyramid = reordered > 1 ? 'normal' : 'none';
  return [
    ...['-c:v', 'libx264', '-bf', reordered > 0 ? '3' : '0', '-refs', String(references)],
    ...(level > 9 ? ['-level', (level / 10).toFixed(1)] : []),
    ...['-x264-params', `sps-id=${parameterSetId}:b-pyramid=${pyramid}:open-gop=0`],
  ];
}

function planHevc({ coded, threads }: SpanEncoding): string[] {
  const { reordered } = coded;
  const params = [
    ...['log-level=error', 'open-gop=0', 'info=0', 'repeat-headers=0'],
    ...[`bframes=${reordered > 0 ? 4 : 0}`, `b-pyramid=${reordered > 1 ? 1 : 0}`],
    ...(threads === undefined ? [] : [`pools=${threads}`]),
  ];
  return ['-c:v', 'libx265', '-tag:v', 'hvc1', '-x265-params', params.join(':')];
}

/** So much sound is read beyond the cut. */
const SOUND_READ_ON_SECONDS = 0.25;

/** The source's packets of sound around the cut, and their times on stdout, as `planPacketCopy` does it for pictures. */
export function planSoundCopy(planning: Planning & { readonly cut: ClipCut }): FfmpegPlan {
  const { facts, cut, limits, source, target } = planning;
  const end = cut.endTicks / facts.timeBase.den + facts.startSeconds + SOUND_READ_ON_SECONDS;
  const copy = ['-map', '0:a:0', '-c', 'copy', '-copypriorss', '1', '-to', end.toFixed(6)];
  return {
    inputOptions: ['-y', ...planInput({ facts, limits, seekTicks: cut.startTicks })],
    input: fileAddress(source),
    outputOptions: [
      ...[...copy, ...BARE, '-use_editlist', '0', '-f', 'mp4', fileAddress(target)],
      ...[...copy, '-f', 'framecrc'],
    ],
    output: 'pipe:1',
  };
}

/** The sound of the cut by itself, encoded; made while the pictures are. */
export function planSoundCut({
  cut,
  source,
  target,
  ...input
}: Planning & { readonly cut: ClipCut }): FfmpegPlan {
  return {
    inputOptions: ['-y', ...planInput({ ...input, seekTicks: cut.startTicks })],
    input: fileAddress(source),
    outputOptions: [
      ...['-map', '0:a:0?', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
      ...[...planSound(cut), ...SIGNS_OF_LIFE, '-f', 'mp4'],
    ],
    output: fileAddress(target),
  };
}

export interface JoinPlanning extends Planning {
  readonly sound: CutSound | undefined;
  /** How long the last frame stays, in ticks. */
  readonly lastTicks: number;
}

/** Pictures and sound interleaved in one file whose tables come first. */
export function planJoining(planning: JoinPlanning): FfmpegPlan {
  const { facts, limits, source, sound, target, lastTicks } = planning;
  const input = planInput({ facts, limits });
  return {
    inputOptions: ['-y', ...input, ...(sound ? ['-i', fileAddress(source), ...input] : [])],
    input: fileAddress(sound?.path ?? source),
    outputOptions: [
      ...['-map', '0:v:0', ...(sound ? ['-map', '1:a:0'] : []), '-c', 'copy'],
      // ffmpeg guesses the length of reordered frames by the rate that the stream claims; only the last one's counts.
      ...['-bsf:v', `setts=pts=PTS:dts=DTS:duration=${lastTicks}`],
      ...(sound?.copied ? ['-bsf:a', sound.copied.filters] : []),
      ...['-map_metadata', '-1', '-map_chapters', '-1', '-video_track_timescale', String(facts.timeBase.den)],
      ...['-movflags', '+faststart', ...SIGNS_OF_LIFE, '-f', 'mp4'],
    ],
    output: fileAddress(target),
  };
}
