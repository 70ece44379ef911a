import sharp, { type Sharp } from 'sharp';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { AnimationEncoder, type Animation, type AnimationEncoding } from '#ports/animation-encoder.port.js';

/** WebP, GIF and still PNG by libvips, which knows no moving PNG. */
export class SharpAnimationEncoder extends AnimationEncoder {
  override async encode(
    { pictures, millisecondsEach }: Animation,
    { format, side, detail }: AnimationEncoding,
  ): Promise<Uint8Array> {
    const shown = await Promise.all(
      (format === 'png' ? pictures.slice(0, 1) : pictures).map((picture) => resize(picture, side)),
    );
    const timing = { loop: 0, delay: shown.map(() => Math.round(millisecondsEach)) };
    switch (format) {
      case 'webp':
        return stack(shown)
          .webp({ ...timing, quality: detail, effort: 4, smartSubsample: true })
          .toBuffer();
      case 'gif':
        return stack(shown)
          .gif({ ...timing, colours: detail, dither: 0.5, effort: 5 })
          .toBuffer();
      case 'png':
        return stack(shown).png({ compressionLevel: 9 }).toBuffer();
      case 'apng':
        throw new CastlineError('internal', 'STICKER.WRONG_ENCODER', 'libvips writes no moving PNG');
    }
  }
}

async function resize(picture: RgbPicture, side: number): Promise<RgbPicture> {
  const { width, height } = picture;
  if (Math.max(width, height) <= side) return picture;
  const { data, info } = await sharp(picture.data, { raw: { width, height, channels: 3 } })
    .resize({ width: side, height: side, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { format: 'rgb24', width: info.width, height: info.height, data };
}

/** Pages below one another, as libvips has animations. */
function stack(pictures: readonly RgbPicture[]): Sharp {
  const { width, height } = pictures[0]!;
  const data = Buffer.concat(pictures.map((picture) => picture.data));
  const raw = { width, height: height * pictures.length, channels: 3 as const };
  return sharp(data, { raw: pictures.length > 1 ? { ...raw, pageHeight: height } : raw });
}
