import { heightOf, type LetterboxedBox, widthOf } from '#domain/box/box.js';

/** How far a head reaches beyond its tight face box, in widths and heights of the face: medians of the labelled training art. */
const BESIDE = 0.2;
const ABOVE = 0.54;
const BELOW = 0.08;

/** Face and head from the one box that a detector gives; the other one is an estimate. */
export function bothBoxes(
  box: LetterboxedBox,
  given: 'face' | 'head',
): { readonly face: LetterboxedBox; readonly head: LetterboxedBox } {
  const [width, height] = [widthOf(box), heightOf(box)];
  if (given === 'face') {
    const head = {
      x1: box.x1 - BESIDE * width,
      y1: box.y1 - ABOVE * height,
      x2: box.x2 + BESIDE * width,
      y2: box.y2 + BELOW * height,
    };
    return { face: box, head };
  }
  const faceWidth = width / (1 + 2 * BESIDE);
  const faceHeight = height / (1 + ABOVE + BELOW);
  const face = {
    x1: box.x1 + BESIDE * faceWidth,
    y1: box.y1 + ABOVE * faceHeight,
    x2: box.x2 - BESIDE * faceWidth,
    y2: box.y2 - BELOW * faceHeight,
  };
  return { face, head: box };
}

export function boxOfCentre(x: number, y: number, width: number, height: number): LetterboxedBox {
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
}
