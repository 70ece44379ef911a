/** SVG to pixels: the one place of the pilot that knows sharp (librsvg). */
import sharp from 'sharp';

export type Pixels = 'rgb' | 'rgba' | 'png';

export function rasterise(svg: string, pixels: Pixels): Promise<Buffer> {
  const image = sharp(Buffer.from(svg));
  switch (pixels) {
    case 'rgb':
      return image.removeAlpha().raw().toBuffer();
    case 'rgba':
      return image.ensureAlpha().raw().toBuffer();
    case 'png':
      return image.removeAlpha().png().toBuffer();
  }
}
