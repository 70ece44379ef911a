import { type AnyBox, heightOf, widthOf } from '../box/box.js';

/** How far a head reaches beyond its tight face box, in widths and heights of the face: medians of the labelled training art. */
const BESIDE = 0.2;
const ABOVE = 0.54;
const BELOW = 0.08;

/** The head that a face of this box has, hair and ears included; an estimate, for labels and detectors that know faces only. */
export function headAround<B extends AnyBox>(face: B): B {
  const [width, height] = [widthOf(face), heightOf(face)];
  return {
    ...face,
    x1: face.x1 - BESIDE * width,
    y1: face.y1 - ABOVE * height,
    x2: face.x2 + BESIDE * width,
    y2: face.y2 + BELOW * height,
  };
}

/** The face in a head of this box: the inverse of `headAround`. */
export function faceInside<B extends AnyBox>(head: B): B {
  const width = widthOf(head) / (1 + 2 * BESIDE);
  const height = heightOf(head) / (1 + ABOVE + BELOW);
  return {
    ...head,
    x1: head.x1 + BESIDE * width,
    y1: head.y1 + ABOVE * height,
    x2: head.x2 - BESIDE * width,
    y2: head.y2 - BELOW * height,
  };
}
