// The runs of ffmpeg that take subtitles and chapters along into a finished clip, as data.
import type { VideoFacts } from '#domain/episode/episode.js';
import { fileAddress, type MediaLimits } from '../confinement.js';
import { chapterTitle } from '../describe-chapters.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { planInput } from '../plan-input.js';
import { planRawInput } from '../plan-raw-input.js';
import type { SubtitleTrack } from './read-extras.js';

export interface CueReading {
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  readonly source: string;
  readonly track: SubtitleTrack;
  readonly startTicks: number;
  readonly endSeconds: number;
  readonly target: string;
}

/** A cue that came up longer ago than this is not looked for. */
const LONGEST_CUE_SECONDS = 120;

/** The cues of a track around a clip, on the container's clock, as ASS. Of those that cannot be decoded ffmpeg complains. */
export function planCueReading({
  facts,
  limits,
  source,
  track,
  startTicks,
  endSeconds,
  target,
}: CueReading): FfmpegPlan {
  const { num, den } = facts.timeBase;
  const seekTicks = Math.max(0, startTicks - Math.round((LONGEST_CUE_SECONDS * den) / num));
  return {
    inputOptions: ['-y', ...planInput({ facts, limits, seekTicks })],
    input: fileAddress(source),
    outputOptions: [
      ...['-map', `0:${track.streamIndex}`, '-map_metadata', '-1', '-map_chapters', '-1'],
      // Cues are rare, so that signs of life come on their own.
      ...['-c:s', 'ass', '-to', endSeconds.toFixed(6), '-progress', 'pipe:1', '-stats_period', '1'],
      ...['-f', 'ass'],
    ],
    output: fileAddress(target),
  };
}

export interface CarriedTrack {
  readonly track: SubtitleTrack;
  /** A file of its cues, on the clock of the clip. */
  readonly path: string;
}

export interface ExtrasFilePlanning {
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  readonly clip: string;
  readonly tracks: readonly CarriedTrack[];
  /** What `describeChapters` wrote; undefined where there are none. */
  readonly chapters: string | undefined;
  /** How long the last frame stays, in ticks. */
  readonly lastTicks: number;
  readonly target: string;
}

/** The clip as it is with subtitles as 3GPP timed text (`mov_text`) and chapters. */
export function planExtrasFile(planning: ExtrasFilePlanning): FfmpegPlan {
  const { facts, limits, clip, tracks, chapters, lastTicks, target } = planning;
  const inputs = [
    [...planInput({ facts, limits }), '-i', fileAddress(clip)],
    ...tracks.map(({ path }) => [...planRawInput('ass', [], limits), '-i', fileAddress(path)]),
    ...(chapters ? [[...planRawInput('ffmetadata', [], limits), '-i', fileAddress(chapters)]] : []),
  ].flat();
  return {
    // the last `-i` is the runner's own
    inputOptions: ['-y', ...inputs.slice(0, -2)],
    input: inputs.at(-1) ?? '',
    outputOptions: [
      ...['-map', '0:v:0', '-map', '0:a:0?', ...tracks.flatMap((_, at) => ['-map', `${at + 1}:0`])],
      ...['-c', 'copy', '-c:s', 'mov_text', '-bsf:v', `setts=pts=PTS:dts=DTS:duration=${lastTicks}`],
      ...tracks.flatMap(({ track }, at) => planDescription(track, at)),
      // The inputs are our own and bear no other metadata; `-map_metadata -1` would take the chapters' titles away.
      ...['-map_chapters', chapters ? String(tracks.length + 1) : '-1'],
      ...['-video_track_timescale', String(facts.timeBase.den), '-movflags', '+faststart'],
      ...['-max_muxing_queue_size', '4096', '-progress', 'pipe:1', '-stats_period', '1', '-f', 'mp4'],
    ],
    output: fileAddress(target),
  };
}

function planDescription({ language, title, isDefault, isForced }: SubtitleTrack, at: number): string[] {
  const disposition = [...(isDefault ? ['default'] : []), ...(isForced ? ['forced'] : [])];
  return [
    ...[`-metadata:s:s:${at}`, `language=${language}`],
    ...(title === undefined ? [] : [`-metadata:s:s:${at}`, `handler_name=${chapterTitle(title)}`]),
    ...[`-disposition:s:${at}`, disposition.join('+') || '0'],
  ];
}
