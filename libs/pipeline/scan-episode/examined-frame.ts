import type { Face } from '#domain/face/face.js';
import type { RgbPicture } from '#domain/picture/picture.js';

/** What the recogniser saw in one sampled frame, with a small cut-out of each head for people to look at. */
export interface ExaminedFrame {
  readonly frame: number;
  readonly seconds: number;
  readonly faces: readonly Face[];
  /** By position in `faces`; absent for faint ones, and where it was dropped to save memory. */
  readonly crops: (RgbPicture | undefined)[];
}
