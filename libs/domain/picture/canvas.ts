import type { RgbPicture } from './picture.js';

/** A rectangle on a canvas, in whole pixels. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Text that is fitted into its place: wrapped at words, made smaller where it would not fit, centred from top to bottom. */
export interface CanvasText extends Place {
  readonly text: string;
  /** Height of the letters' line in pixels. */
  readonly size: number;
  readonly colour: string;
  readonly align: 'left' | 'centre';
  readonly isBold?: boolean;
}

/** A picture fitted into its place, aspect kept. */
export interface CanvasPicture extends Place {
  readonly picture: RgbPicture;
}

/** A picture to be drawn, as data: what lies where. Colours are `#rrggbb`; later things lie on top. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly panels: readonly (Place & { readonly colour: string })[];
  readonly pictures: readonly CanvasPicture[];
  readonly texts: readonly CanvasText[];
}
