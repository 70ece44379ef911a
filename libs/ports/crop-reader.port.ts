import type { RgbPicture } from '#domain/picture/picture.js';
import type { ClipCut } from './clip-cutter.port.js';

export interface CropReading extends Omit<ClipCut, 'method' | 'crop'> {
  readonly crop: NonNullable<ClipCut['crop']>;
  /** The delivered pictures' longest side; smaller windows are not enlarged. */
  readonly longSide: number;
}

/** Reads what a window that moves over an episode shows. */
export abstract class CropReader {
  /**
   * A picture for each of the frames, true in its colours.
   * @throws CastlineError `bad-media` CLIP.NOT_EXACT when the source has not as many frames there; else as `ClipCutter`
   */
  abstract read(reading: CropReading, signal?: AbortSignal): Promise<RgbPicture[]>;
}
