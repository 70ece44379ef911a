import type { Size } from '#domain/picture/even-size.js';
import type { CropReading } from '#ports/crop-reader.port.js';
import { fileAddress } from '../confinement.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import { TIMES_TO_DESCRIPTOR_3 } from '../picture-filters.js';
import { planCutFilters, type ClipCutPlanning } from '../plan-clip-cut.js';
import { planInput, type InputPlanning } from '../plan-input.js';

export interface CropReadingPlanning {
  readonly reading: CropReading;
  readonly absolutePath: string;
  readonly limits: InputPlanning['limits'];
  readonly threads: number | undefined;
  readonly hasZscale: boolean;
  readonly way: Exclude<ClipCutPlanning['way'], 'by-number'>;
}

/** The window, made as small as asked for, never enlarged. */
export function croppedSize({ crop, longSide }: CropReading): Size {
  const factor = Math.min(1, longSide / Math.max(crop.width, crop.height));
  const side = (length: number): number => Math.max(1, Math.round(length * factor));
  return { width: side(crop.width), height: side(crop.height) };
}

/** Exactly the frames asked for, through their windows, as rgb24 on standard output, their times on descriptor 3. */
export function planCropReading(planning: CropReadingPlanning): FfmpegPlan {
  const { reading, absolutePath, limits, threads, hasZscale, way } = planning;
  const { facts, startTicks } = reading;
  const { width, height } = croppedSize(reading);
  const filters = [
    ...planCutFilters({ cut: reading, hasZscale, way }),
    `scale=${width}:${height}:flags=area+accurate_rnd+full_chroma_int`,
    'format=rgb24',
    ...TIMES_TO_DESCRIPTOR_3,
  ];
  return {
    inputOptions: planInput({ facts, limits, threads, seekTicks: way === 'seek' ? startTicks : undefined }),
    input: fileAddress(absolutePath),
    outputOptions: [
      ...['-map', '0:V:0', '-an', '-sn', '-dn', '-fps_mode', 'passthrough'],
      ...['-vf', filters.join(','), '-f', 'rawvideo'],
    ],
    output: 'pipe:1',
  };
}
