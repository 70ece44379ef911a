import type { RgbPicture } from '#domain/picture/picture.js';
import type { StickerFormat } from '#domain/stickers/sticker.js';

export interface Animation {
  /** At least one, all of one size. */
  readonly pictures: readonly RgbPicture[];
  /** How long each is shown. */
  readonly millisecondsEach: number;
}

export interface AnimationEncoding {
  readonly format: StickerFormat;
  /** Longest side; smaller pictures stay as they are. */
  readonly side: number;
  /** WebP's quality 1..100; of the others, the most colours 2..256. */
  readonly detail: number;
}

/** Makes small moving pictures that repeat for ever; of a still, only the first picture. */
export abstract class AnimationEncoder {
  /** @throws CastlineError `environment` FFMPEG.CRASHED; `cancelled` */
  abstract encode(
    animation: Animation,
    encoding: AnimationEncoding,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
}
