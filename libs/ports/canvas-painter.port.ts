import type { Canvas } from '#domain/picture/canvas.js';
import type { RgbPicture } from '#domain/picture/picture.js';

/** Draws title cards and contact sheets. */
export abstract class CanvasPainter {
  /**
   * Text is written in whatever fonts the machine has, script by script; a sign that no font has comes out as a box.
   * @throws CastlineError `environment` FONTS.MISSING when the machine has no font at all
   */
  abstract paint(canvas: Canvas): Promise<RgbPicture>;
}
