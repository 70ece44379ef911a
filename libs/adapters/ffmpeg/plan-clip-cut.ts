import { evenSize } from '#domain/picture/even-size.js';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import { fileAddress } from './confinement.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import { planDeinterlacing, planPictureFilters, planTimes } from './picture-filters.js';
import { planCropPath } from './plan-crop-path.js';
import { planInput, type InputPlanning } from './plan-input.js';

export interface ClipCutPlanning {
  readonly cut: ClipCut;
  readonly absoluteSource: string;
  readonly absoluteTarget: string;
  readonly limits: InputPlanning['limits'];
  readonly threads?: number | undefined;
  readonly hasZscale: boolean;
  /** How the first frame is found: by a seek, by decoding from the beginning, or by its number where times repeat. */
  readonly way: 'seek' | 'from-start' | 'by-number';
}

/** An MP4 of exactly the frames of the cut with their own spacing, starting at 0, and the sound of the same span. */
export function planClipCut(planning: ClipCutPlanning): FfmpegPlan {
  const { cut, absoluteSource, absoluteTarget, way } = planning;
  const { facts } = cut;
  const input = planInput({
    facts,
    limits: planning.limits,
    threads: planning.threads,
    seekTicks: way === 'seek' ? cut.startTicks : undefined,
  });
  return {
    inputOptions: ['-y', ...input],
    input: fileAddress(absoluteSource),
    outputOptions: [
      ...['-map', '0:V:0', ...(facts.hasAudio ? ['-map', '0:a:0?'] : []), '-sn', '-dn'],
      ...['-map_metadata', '-1', '-map_chapters', '-1'],
      ...['-filter:v', planCutFilters(planning).join(',')],
      ...planVideoEncoding(cut),
      ...(facts.hasAudio ? planSound(cut) : []),
      ...['-max_muxing_queue_size', '4096'],
      ...['-movflags', '+faststart'],
      // Signs of life for the watchdog.
      ...['-progress', 'pipe:1', '-stats_period', '1'],
      ...['-f', 'mp4'],
    ],
    output: fileAddress(absoluteTarget),
  };
}

/** The frames of the cut and no others, upright, of an even size, in 4:2:0. */
export function planCutFilters({
  cut,
  hasZscale,
  way,
}: Pick<ClipCutPlanning, 'cut' | 'hasZscale' | 'way'>): string[] {
  const { facts, startTicks, endTicks, frames, crop: path } = cut;
  const first = cut.startFrame ?? 0;
  const size = evenSize(facts);
  // Scaling to the displayed size makes pixels square; an odd row or column is cut off rather than squeezed.
  const crop = `crop=${size.width}:${size.height}:0:0:exact=1`;
  const isOdd = size.width < facts.width || size.height < facts.height;
  return [
    ...planDeinterlacing(facts),
    ...planTimes(facts),
    way === 'by-number'
      ? `trim=start_frame=${first}:end_frame=${first + frames}`
      : `trim=start_pts=${startTicks}:end_pts=${endTicks}`,
    way === 'by-number' ? 'setpts=PTS-STARTPTS' : `setpts=PTS-${startTicks}`,
    ...planPictureFilters({
      facts,
      size: isOdd ? { width: Math.max(2, facts.width), height: Math.max(2, facts.height) } : size,
      hasZscale,
      scaler: 'bicubic',
      pixelFormat: 'yuv420p',
    }),
    ...(path ? planCropPath(path) : isOdd ? [crop] : []),
  ];
}

function planVideoEncoding({ facts }: ClipCut): string[] {
  const { num, den } = facts.timeBase;
  return [
    // No `-frames:v`: on reaching it ffmpeg would cut off the sound that it has not encoded yet. The trim ends the clip.
    ...['-fps_mode', 'passthrough'],
    // The stream's own clock all the way into the file, so that uneven frames keep their spacing.
    ...['-enc_time_base', `${num}:${den}`, '-video_track_timescale', String(den)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p'],
  ];
}

/**
 * The sound of `[startTicks, endTicks)` to the sample: what begins late, stops early or has holes is filled with silence,
 * so that it stays beside its pictures. More than two channels are mixed down; clips are looked at in browsers.
 */
export function planSound({ facts, startTicks, endTicks }: ClipCut): string[] {
  const seconds = (ticks: number): number => (ticks * facts.timeBase.num) / facts.timeBase.den;
  const start = (seconds(startTicks) + facts.startSeconds).toFixed(6);
  const end = (seconds(endTicks) + facts.startSeconds).toFixed(6);
  const filters = [
    `atrim=start=${start}:end=${end}`,
    `asetpts=PTS-(${start})/TB`,
    'aresample=async=1:first_pts=0',
    `apad=whole_dur=${seconds(endTicks - startTicks).toFixed(6)}`,
    'aformat=channel_layouts=mono|stereo',
  ];
  return ['-filter:a', filters.join(','), '-c:a', 'aac', '-b:a', '192k'];
}
