declare const space: unique symbol;

/** An axis-aligned rectangle, edges at x1 <= x2 and y1 <= y2, origin at the top left, y downwards. */
interface Rectangle<Space extends string> {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Only the type carries the coordinate space, so that boxes of different spaces do not mix. */
  readonly [space]?: Space;
}

/** Pixels of the episode as displayed (rotation and pixel aspect applied). The one kind of box that leaves the recogniser. */
export type Box = Rectangle<'source'>;

/** Pixels of the picture that was handed to the recogniser (an analysis frame, a still). */
export type PictureBox = Rectangle<'picture'>;

/** Pixels of a model's input after letterboxing. */
export type LetterboxedBox = Rectangle<'letterboxed'>;

export type AnyBox = Box | PictureBox | LetterboxedBox;

export const widthOf = (box: AnyBox): number => box.x2 - box.x1;
export const heightOf = (box: AnyBox): number => box.y2 - box.y1;
export const areaOf = (box: AnyBox): number => Math.max(0, widthOf(box)) * Math.max(0, heightOf(box));

/** From picture pixels to source pixels: an analysis frame is a uniform (per axis) reduction of the displayed source. */
export function toSource(box: PictureBox, scaleX: number, scaleY: number): Box {
  return { x1: box.x1 * scaleX, y1: box.y1 * scaleY, x2: box.x2 * scaleX, y2: box.y2 * scaleY };
}

/** The inverse of `toSource`: where a source box lies in a picture reduced by these factors. */
export function toPicture(box: Box, scaleX: number, scaleY: number): PictureBox {
  return { x1: box.x1 / scaleX, y1: box.y1 / scaleY, x2: box.x2 / scaleX, y2: box.y2 / scaleY };
}
