import sharp, { type OverlayOptions } from 'sharp';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Canvas, CanvasPicture, CanvasText } from '#domain/picture/canvas.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { CanvasPainter } from '#ports/canvas-painter.port.js';

/** Draws with libvips; text by Pango, which takes a font for each script through fontconfig. (SVG is blocked in this process.) */
export class SharpCanvasPainter extends CanvasPainter {
  override async paint({ width, height, background, panels, pictures, texts }: Canvas): Promise<RgbPicture> {
    const layers: OverlayOptions[] = [
      ...panels.map((panel) => ({
        input: {
          create: {
            width: panel.width,
            height: panel.height,
            channels: 3 as const,
            background: panel.colour,
          },
        },
        left: panel.left,
        top: panel.top,
      })),
      ...(await Promise.all(pictures.map(drawPicture))),
      ...(await Promise.all(texts.filter(({ text }) => text.trim() !== '').map(drawText))),
    ];
    const { data } = await sharp({ create: { width, height, channels: 3, background } })
      .composite(layers)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { format: 'rgb24', width, height, data };
  }
}

async function drawPicture({ picture, left, top, width, height }: CanvasPicture): Promise<OverlayOptions> {
  const raw = { width: picture.width, height: picture.height, channels: 3 as const };
  const { data, info } = await sharp(picture.data, { raw })
    .resize({ width, height, fit: 'inside' })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { input: data, ...centred({ left, top, width, height }, info) };
}

async function drawText(line: CanvasText): Promise<OverlayOptions> {
  const { text, left, top, width, height, size, colour, align, isBold } = line;
  const markup = `<span foreground="${colour}">${escapeMarkup(text)}</span>`;
  const drawn = await sharp({
    text: {
      text: markup,
      font: `sans${isBold ? ' bold' : ''} ${size}`,
      ...{ dpi: 72, rgba: true, width, wrap: 'word-char' },
      align: align === 'centre' ? 'centre' : 'left',
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw fontsMissing(cause);
    });
  const fits = drawn.info.width <= width && drawn.info.height <= height;
  const { data, info } = fits
    ? drawn
    : await sharp(drawn.data)
        .resize({ width, height, fit: 'inside' })
        .png()
        .toBuffer({ resolveWithObject: true });
  const place = centred({ left, top, width, height }, info);
  return { input: data, top: place.top, left: align === 'centre' ? place.left : left };
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

function centred(
  { left, top, width, height }: Extent & { readonly left: number; readonly top: number },
  inner: Extent,
): { left: number; top: number } {
  return {
    left: left + Math.max(0, Math.floor((width - inner.width) / 2)),
    top: top + Math.max(0, Math.floor((height - inner.height) / 2)),
  };
}

/** Pango reads text as markup; control characters are none of its business. */
function escapeMarkup(text: string): string {
  return text
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

function fontsMissing(cause: unknown): CastlineError {
  const message =
    'text could not be drawn, probably because this machine has no fonts; install some (Debian and Ubuntu: ' +
    'apt-get install fonts-dejavu-core, and fonts-noto-cjk for Chinese, Japanese and Korean), or leave the titles out';
  return new CastlineError('environment', 'FONTS.MISSING', message, {}, { cause });
}
