import { access, constants } from 'node:fs/promises';
import sharp from 'sharp';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Picture, RgbPicture } from '#domain/picture/picture.js';
import { PictureCodec, type PictureEncoding } from '#ports/picture-codec.port.js';
import { toRgb } from './yuv-to-rgb.js';

export interface SharpPictureCodecOptions {
  /** Pictures of more pixels are refused before they are decoded. */
  readonly maxPixels?: number;
}

const DEFAULT_MAX_PIXELS = 40_000_000;
const DEFAULT_QUALITY = 85;
const MID_GREY: readonly [number, number, number] = [128, 128, 128];

/** Raster formats only; vector and document formats can reach files and the network, or explode in memory. */
const READABLE = new Set(['png', 'jpeg', 'webp', 'gif', 'heif', 'tiff']);
const BLOCKED = [
  'VipsForeignLoadSvg',
  'VipsForeignLoadPdf',
  'VipsForeignLoadMagick',
  'VipsForeignLoadOpenslide',
  'VipsForeignLoadCsv',
  'VipsForeignLoadMatrix',
  'VipsForeignLoadVips',
];

/** Still pictures by libvips. */
export class SharpPictureCodec extends PictureCodec {
  private readonly maxPixels: number;

  constructor(options: SharpPictureCodecOptions = {}) {
    super();
    this.maxPixels = options.maxPixels ?? DEFAULT_MAX_PIXELS;
    sharp.cache(false); // every picture is read once: a cache only holds memory
    sharp.block({ operation: BLOCKED });
  }

  override async read(path: string, [r, g, b] = MID_GREY): Promise<RgbPicture> {
    await assertReadable(path);
    try {
      const image = sharp(path, { limitInputPixels: this.maxPixels, failOn: 'error', pages: 1 });
      const { format } = await image.metadata();
      if (!READABLE.has(format)) throw new Error(`${format} is no raster picture format`);
      const { data, info } = await image
        .rotate() // upright, as the EXIF orientation says
        .flatten({ background: { r, g, b } })
        .toColourspace('srgb')
        .removeAlpha()
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
      return { format: 'rgb24', width: info.width, height: info.height, data: asRgb(data, info.channels) };
    } catch (error) {
      throw this.translate(path, error);
    }
  }

  override async encode(picture: Picture, encoding: PictureEncoding): Promise<Uint8Array> {
    const { data, width, height } = toRgb(picture);
    const image = sharp(data, { raw: { width, height, channels: 3 } });
    if (encoding.maxWidth !== undefined) image.resize({ width: encoding.maxWidth, withoutEnlargement: true });
    const quality = encoding.quality ?? DEFAULT_QUALITY;
    switch (encoding.format) {
      case 'png':
        return image.png().toBuffer();
      case 'webp':
        return image.webp({ quality }).toBuffer();
      case 'jpeg':
        return image.jpeg({ quality, mozjpeg: false }).toBuffer();
    }
  }

  private translate(path: string, error: unknown): CastlineError {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (reason.includes('exceeds pixel limit')) {
      const message = `the picture ${path} has more than ${this.maxPixels} pixels, which is the limit; scale it down`;
      return new CastlineError('too-large', 'PICTURE.TOO_LARGE', message, { path }, { cause: error });
    }
    const message =
      `the picture ${path} cannot be read (${reason}); ` +
      'expected a whole PNG, JPEG, WebP, GIF, AVIF or TIFF file: convert it or leave it out';
    return new CastlineError('bad-media', 'PICTURE.UNREADABLE', message, { path }, { cause: error });
  }
}

async function assertReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no access';
    const message = `there is no readable picture at ${path} (${reason}); check the path and its permissions`;
    throw new CastlineError('not-found', 'PICTURE.MISSING', message, { path }, { cause });
  }
}

/** Grey pictures stay one channel in libvips' raw output. */
function asRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) rgb.fill(data[from]!, to, to + 3);
  return rgb;
}
