import type { LetterboxedBox } from '#domain/box/box.js';
import { faceInside, headAround } from '#domain/face/estimate-boxes.js';

/** Face and head from the one box that a detector gives; the other one is an estimate. */
export function bothBoxes(
  box: LetterboxedBox,
  given: 'face' | 'head',
): { readonly face: LetterboxedBox; readonly head: LetterboxedBox } {
  return given === 'face' ? { face: box, head: headAround(box) } : { face: faceInside(box), head: box };
}

export function boxOfCentre(x: number, y: number, width: number, height: number): LetterboxedBox {
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
}
