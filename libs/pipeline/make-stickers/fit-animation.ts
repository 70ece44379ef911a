import { CastlineError } from '#domain/errors/castline-error.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { listFittings } from '#domain/stickers/fit-sticker.js';
import type { StickerFormat, StickerLimits } from '#domain/stickers/sticker.js';
import type { AnimationEncoder } from '#ports/animation-encoder.port.js';

export interface FittingRequest {
  readonly pictures: readonly RgbPicture[];
  readonly millisecondsEach: number;
  readonly format: StickerFormat;
  readonly limits: StickerLimits;
  readonly signal?: AbortSignal | undefined;
}

export interface FittedSticker {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** The finest file that is within the limits. @throws CastlineError too-large STICKER.TOO_LARGE */
export async function fitAnimation(
  encoder: AnimationEncoder,
  { pictures, millisecondsEach, format, limits, signal }: FittingRequest,
): Promise<FittedSticker> {
  const { width: widest, height: highest } = pictures[0]!;
  const longest = Math.max(widest, highest);
  // of a small picture the first smaller one is smaller than it is, not than it may be
  const fittings = listFittings(format, Math.min(limits.side, longest), pictures.length);
  for (const { side, stride, detail } of fittings) {
    const shown = pictures.filter((_, at) => at % stride === 0);
    const animation = { pictures: shown, millisecondsEach: millisecondsEach * stride };
    const bytes = await encoder.encode(animation, { format, side, detail }, signal);
    if (bytes.length > limits.maxBytes) continue;
    const factor = Math.min(1, side / longest);
    const [width, height] = [Math.round(widest * factor), Math.round(highest * factor)];
    return { bytes, width, height, frames: shown.length };
  }
  const message = `no ${format} of this sticker is as small as ${limits.maxBytes} bytes; allow more, or take another format`;
  throw new CastlineError('too-large', 'STICKER.TOO_LARGE', message, { format, maxBytes: limits.maxBytes });
}
