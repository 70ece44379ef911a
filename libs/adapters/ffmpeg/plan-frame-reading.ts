import type { Size } from '#domain/picture/even-size.js';
import { fileAddress } from './confinement.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import {
  planDeinterlacing,
  planPictureFilters,
  planTimes,
  TIMES_TO_DESCRIPTOR_3,
} from './picture-filters.js';
import { planInput, type InputPlanning } from './plan-input.js';

export interface FrameReadingPlanning extends InputPlanning {
  readonly absolutePath: string;
  readonly size: Size;
  readonly hasZscale: boolean;
}

/** Every frame from `seekTicks` on, small, raw, on standard output; their times on descriptor 3. */
export function planFrameReading(planning: FrameReadingPlanning): FfmpegPlan {
  const { absolutePath, facts, size, hasZscale, seekTicks } = planning;
  const filters = [
    ...planDeinterlacing(facts),
    ...planTimes(facts),
    ...(seekTicks === undefined ? [] : [`trim=start_pts=${seekTicks}`]),
    ...planPictureFilters({ facts, size, hasZscale, scaler: 'area', pixelFormat: 'yuv420p' }),
    ...TIMES_TO_DESCRIPTOR_3,
  ];
  return {
    inputOptions: planInput(planning),
    input: fileAddress(absolutePath),
    outputOptions: [
      ...['-map', '0:V:0', '-an', '-sn', '-dn'],
      // Never the fps filter: a gap of hours in the timestamps would become hours of pictures.
      ...['-fps_mode', 'passthrough'],
      // In ticks of the nominal rate, frames that come closer together would fall on one time: a complaint, not damage.
      ...['-enc_time_base', `${facts.timeBase.num}:${facts.timeBase.den}`],
      ...['-vf', filters.join(',')],
      ...['-f', 'rawvideo'],
    ],
    output: 'pipe:1',
  };
}
