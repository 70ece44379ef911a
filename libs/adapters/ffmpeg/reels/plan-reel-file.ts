// The last runs of ffmpeg for a reel: its sounds, the whole file, and what is asked about it afterwards.
import type { VideoFacts } from '#domain/episode/episode.js';
import type { ReelStretch } from '#domain/reels/reel.js';
import { fileAddress, planConfinement, type MediaLimits } from '../confinement.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { planInput } from '../plan-input.js';
import { planRawInput } from '../plan-raw-input.js';
import { CHANNELS, SAMPLE_RATE } from './reel-samples.js';

export interface StretchSound {
  readonly source: string;
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  readonly stretch: ReelStretch;
  readonly samples: number;
  readonly target: string;
}

/** The sound of a stretch as raw stereo of exactly so many samples; silence where there is none. */
export function planStretchSound({
  source,
  facts,
  limits,
  stretch,
  samples,
  target,
}: StretchSound): FfmpegPlan {
  const seconds = (ticks: number): number => (ticks * facts.timeBase.num) / facts.timeBase.den;
  const start = (seconds(stretch.startTicks) + facts.startSeconds).toFixed(6);
  const end = (seconds(stretch.endTicks) + facts.startSeconds).toFixed(6);
  const filters = [
    `atrim=start=${start}:end=${end}`,
    `asetpts=PTS-(${start})/TB`,
    `aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    'aformat=sample_fmts=s16:channel_layouts=stereo',
    `apad=whole_len=${samples}`,
    `atrim=end_sample=${samples}`,
  ];
  return {
    inputOptions: ['-y', ...planInput({ facts, limits, seekTicks: stretch.startTicks })],
    input: fileAddress(source),
    outputOptions: [
      ...['-map', '0:a:0?', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
      ...['-filter:a', filters.join(','), '-c:a', 'pcm_s16le'],
      ...['-progress', 'pipe:1', '-stats_period', '1', '-f', 's16le'],
    ],
    output: fileAddress(target),
  };
}

export interface ReelFilePlanning {
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  /** The joined pictures, an MP4. */
  readonly pictures: string;
  /** Raw stereo; undefined for a silent film. */
  readonly sound: string | undefined;
  /** What `describeChapters` wrote. */
  readonly chapters: string;
  /** How long the last frame stays, in ticks. */
  readonly lastTicks: number;
  readonly target: string;
}

/** Pictures as they are, sound as AAC and chapters in one file whose tables come first. */
export function planReelFile(planning: ReelFilePlanning): FfmpegPlan {
  const { facts, limits, pictures, sound, chapters, lastTicks, target } = planning;
  const raw = ['-ar', String(SAMPLE_RATE), '-ac', String(CHANNELS)];
  const soundInput = sound ? [...planRawInput('s16le', raw, limits), '-i', fileAddress(sound)] : [];
  return {
    inputOptions: [
      ...['-y', ...planInput({ facts, limits }), '-i', fileAddress(pictures), ...soundInput],
      ...planRawInput('ffmetadata', [], limits),
    ],
    input: fileAddress(chapters),
    outputOptions: [
      ...['-map', '0:v:0', '-c:v', 'copy', '-bsf:v', `setts=pts=PTS:dts=DTS:duration=${lastTicks}`],
      ...(sound ? ['-map', '1:a:0', '-c:a', 'aac', '-b:a', '192k'] : []),
      // The inputs are our own and bear no other metadata; `-map_metadata -1` would take the chapters' titles away.
      ...['-map_chapters', sound ? '2' : '1'],
      ...['-video_track_timescale', String(facts.timeBase.den), '-movflags', '+faststart'],
      ...['-max_muxing_queue_size', '4096', '-progress', 'pipe:1', '-stats_period', '1', '-f', 'mp4'],
    ],
    output: fileAddress(target),
  };
}

export function planChapterProbe(path: string, limits: MediaLimits): string[] {
  return [
    ...['-hide_banner', '-v', 'error', ...planConfinement(limits)],
    ...['-show_chapters', '-of', 'json', fileAddress(path)],
  ];
}

/** A hash of every decoded picture, in the order of showing, on stdout. */
export function planPictureHashes(path: string, facts: VideoFacts, limits: MediaLimits): FfmpegPlan {
  return {
    inputOptions: planInput({ facts, limits }),
    input: fileAddress(path),
    outputOptions: ['-map', '0:V:0', '-fps_mode', 'passthrough', '-f', 'framemd5'],
    output: 'pipe:1',
  };
}

export function readPictureHashes(output: string): string[] {
  return [...output.matchAll(/^0,.*\b([0-9a-f]{32})\s*$/gm)].map((line) => line[1]!);
}
