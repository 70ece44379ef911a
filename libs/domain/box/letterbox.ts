import type { LetterboxedBox, PictureBox } from './box.js';

export interface LetterboxRequest {
  /** Size in pixels of the picture to be examined. */
  readonly picture: { readonly width: number; readonly height: number };
  /** The model's usual input size in pixels. */
  readonly input: { readonly width: number; readonly height: number };
  /** Absent: the input has exactly that size. Present: any sides that are multiples of it will do. */
  readonly multipleOf?: number | undefined;
  /** Small pictures are not enlarged further than this. */
  readonly maxEnlargement: number;
  readonly place: 'top-left' | 'centre';
}

/** Where a picture lies, evenly scaled, in a model's input; the rest is padding. All lengths are whole pixels. */
export interface Letterbox {
  readonly inputWidth: number;
  readonly inputHeight: number;
  readonly left: number;
  readonly top: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly pictureWidth: number;
  readonly pictureHeight: number;
}

/**
 * Fits the picture into the model's input. A model of free size gets an input cut to the picture's shape, its longer
 * side as long as the model's usual one: a portrait or a 4:3 picture then is not shrunk into a landscape frame.
 */
export function planLetterbox(request: LetterboxRequest): Letterbox {
  const { picture, input, multipleOf } = request;
  const longSide = Math.max(input.width, input.height);
  const room = multipleOf === undefined ? input : { width: longSide, height: longSide };
  const scale = Math.min(room.width / picture.width, room.height / picture.height, request.maxEnlargement);
  const contentWidth = Math.min(room.width, Math.max(1, Math.round(picture.width * scale)));
  const contentHeight = Math.min(room.height, Math.max(1, Math.round(picture.height * scale)));
  const roundUp = (length: number, step: number): number => Math.ceil(length / step) * step;
  const inputWidth = multipleOf === undefined ? input.width : roundUp(contentWidth, multipleOf);
  const inputHeight = multipleOf === undefined ? input.height : roundUp(contentHeight, multipleOf);
  const share = request.place === 'centre' ? 0.5 : 0;
  return {
    inputWidth,
    inputHeight,
    left: Math.floor((inputWidth - contentWidth) * share),
    top: Math.floor((inputHeight - contentHeight) * share),
    contentWidth,
    contentHeight,
    pictureWidth: picture.width,
    pictureHeight: picture.height,
  };
}

/** From pixels of the model's input back to pixels of the picture; not clipped. */
export function fromLetterbox(box: LetterboxedBox, letterbox: Letterbox): PictureBox {
  const scaleX = letterbox.pictureWidth / letterbox.contentWidth;
  const scaleY = letterbox.pictureHeight / letterbox.contentHeight;
  return {
    x1: (box.x1 - letterbox.left) * scaleX,
    y1: (box.y1 - letterbox.top) * scaleY,
    x2: (box.x2 - letterbox.left) * scaleX,
    y2: (box.y2 - letterbox.top) * scaleY,
  };
}
