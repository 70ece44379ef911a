import type { Picture, RgbPicture } from '#domain/picture/picture.js';

export interface PictureEncoding {
  readonly format: 'jpeg' | 'png' | 'webp';
  /** Scale down to at most this width in pixels; never up. */
  readonly maxWidth?: number;
  /** 1..100 for jpeg and webp. */
  readonly quality?: number;
}

/** Reads and writes still pictures, within a pixel limit, refusing what is no raster picture. */
export abstract class PictureCodec {
  /**
   * Decodes a PNG, JPEG, WebP, GIF (first frame), AVIF or TIFF file upright, flattened on `ground` (mid grey) where
   * transparent.
   * @throws CastlineError `bad-media` PICTURE.UNREADABLE, `too-large` PICTURE.TOO_LARGE, `not-found` PICTURE.MISSING.
   */
  abstract read(path: string, ground?: readonly [number, number, number]): Promise<RgbPicture>;
  abstract encode(picture: Picture, encoding: PictureEncoding): Promise<Uint8Array>;
}
