import { fileAddress } from './confinement.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import {
  planDeinterlacing,
  planPictureFilters,
  planTimes,
  TIMES_TO_DESCRIPTOR_3,
} from './picture-filters.js';
import { planInput, type InputPlanning } from './plan-input.js';

export interface StillPlanning extends InputPlanning {
  readonly absolutePath: string;
  readonly hasZscale: boolean;
  /** The frame's exact time in ticks. */
  readonly atTicks: number;
}

/** The first frame at or after `atTicks` at full displayed size as rgb24 on standard output, its time on descriptor 3. */
export function planStill(planning: StillPlanning): FfmpegPlan {
  const { absolutePath, facts, hasZscale, atTicks } = planning;
  const filters = [
    ...planDeinterlacing(facts),
    ...planTimes(facts),
    `trim=start_pts=${atTicks}`,
    ...planPictureFilters({ facts, size: facts, hasZscale, scaler: 'bicubic', pixelFormat: 'rgb24' }),
    ...TIMES_TO_DESCRIPTOR_3,
  ];
  return rawOutput(planning, absolutePath, [
    ...['-frames:v', '1'],
    ...['-vf', filters.join(',')],
    ...['-f', 'rawvideo'],
  ]);
}

/** Only the times of the frames up to `atTicks` (from the seek on), no pictures: finds the frame shown at a time. */
export function planTimesBefore(planning: StillPlanning): FfmpegPlan {
  const { absolutePath, facts, atTicks } = planning;
  const filters = [...planTimes(facts), `trim=end_pts=${atTicks + 1}`, ...TIMES_TO_DESCRIPTOR_3];
  return rawOutput(planning, absolutePath, [...['-vf', filters.join(',')], ...['-f', 'null']]);
}

function rawOutput(planning: InputPlanning, absolutePath: string, options: string[]): FfmpegPlan {
  return {
    inputOptions: planInput(planning),
    input: fileAddress(absolutePath),
    outputOptions: [...['-map', '0:V:0', '-an', '-sn', '-dn'], ...['-fps_mode', 'passthrough'], ...options],
    output: 'pipe:1',
  };
}
