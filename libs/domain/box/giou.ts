import { type AnyBox, areaOf } from './box.js';
import { intersectionArea } from './iou.js';

/** Generalised IoU, -1..1 (Rezatofighi 2019): IoU less the empty share of the hull, so that distance counts without overlap. */
export function giou<B extends AnyBox>(a: B, b: B): number {
  const intersection = intersectionArea(a, b);
  const union = areaOf(a) + areaOf(b) - intersection;
  const hull = (Math.max(a.x2, b.x2) - Math.min(a.x1, b.x1)) * (Math.max(a.y2, b.y2) - Math.min(a.y1, b.y1));
  if (union <= 0 || hull <= 0) return -1;
  return intersection / union - (hull - union) / hull;
}
