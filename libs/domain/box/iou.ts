import { type AnyBox, areaOf } from './box.js';

export function intersectionArea<B extends AnyBox>(a: B, b: B): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1; 0 for empty boxes. */
export function iou<B extends AnyBox>(a: B, b: B): number {
  const intersection = intersectionArea(a, b);
  return intersection === 0 ? 0 : intersection / (areaOf(a) + areaOf(b) - intersection);
}

/** Intersection over the smaller area, 0..1: near 1 where one box lies inside the other. */
export function containment<B extends AnyBox>(a: B, b: B): number {
  const smaller = Math.min(areaOf(a), areaOf(b));
  return smaller === 0 ? 0 : intersectionArea(a, b) / smaller;
}
