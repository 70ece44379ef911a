import type { VideoFacts } from '#domain/episode/episode.js';
import { planConfinement, type MediaLimits } from './confinement.js';

export interface InputPlanning {
  readonly facts: VideoFacts;
  readonly limits: MediaLimits;
  /** Decoder threads; ffmpeg's own choice when absent. */
  readonly threads?: number | undefined;
  /** The first frame wanted, in ticks; decoding starts safely before it. From the beginning when absent. */
  readonly seekTicks?: number | undefined;
}

/** Containers with an index are sought exactly; the others land somewhere near, so more is decoded before the target. */
const SEEK_MARGIN_IN_SECONDS: Readonly<Record<string, number>> = {
  mp4: 1.5,
  matroska: 1.5,
  avi: 10,
  flv: 10,
  asf: 10,
  mxf: 10,
  ogg: 10,
  mpegts: 15,
  mpeg: 15,
};

/**
 * Where ffmpeg shall begin to decode so that the frame at `ticks` surely comes out whole, in seconds; undefined when that
 * is the beginning. Elementary streams have no times of their own to seek by, so they are always read from the start.
 */
export function seekSeconds(facts: VideoFacts, ticks: number): number | undefined {
  const margin = SEEK_MARGIN_IN_SECONDS[facts.container];
  if (margin === undefined) return undefined;
  const seconds = (ticks * facts.timeBase.num) / facts.timeBase.den - margin;
  return seconds > 0 ? seconds : undefined;
}

/** ffmpeg seeks by decoding times, which are before the showing times by as much as a decoder holds back. */
const LONGEST_HOLDING_BACK_IN_SECONDS = 0.25;

/**
 * The time in seconds up to which a keyframe is sure to be found by the seeking that `seekSeconds` plans; undefined when
 * reading starts at the beginning.
 */
export function decodingStart(facts: VideoFacts, ticks: number): number | undefined {
  const seconds = seekSeconds(facts, ticks);
  return seconds === undefined ? undefined : seconds - LONGEST_HOLDING_BACK_IN_SECONDS;
}

/** Process and input options that every ffmpeg run has in common. */
export function planInput({ facts, limits, threads, seekTicks }: InputPlanning): string[] {
  const seek = seekTicks === undefined ? undefined : seekSeconds(facts, seekTicks);
  return [
    '-hide_banner',
    '-nostdin',
    '-nostats',
    ...['-v', 'error'],
    ...['-max_alloc', String(limits.maxAllocation)],
    // Damage is counted by us; ffmpeg's own verdict would throw away what was decoded before it.
    ...['-max_error_rate', '1'],
    // Times stay those of the file; the filters take off the container's start. (`-start_at_zero` would take off another
    // one in transport streams, depending on which of their streams are used.)
    '-copyts',
    ...planConfinement(limits),
    ...(threads === undefined ? [] : ['-threads', String(threads)]),
    // Only a rough seek: the exact cut is made by the trim filter, in ticks.
    ...(seek === undefined ? [] : ['-noaccurate_seek', '-ss', seek.toFixed(6)]),
  ];
}
