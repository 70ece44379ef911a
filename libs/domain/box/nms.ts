import type { AnyBox } from './box.js';
import { containment, iou } from './iou.js';

export interface OverlapLimits {
  /** From this intersection over union on, two boxes are the same thing. */
  readonly iou: number;
  /** From this intersection over the smaller area on, one box is nested in the other and is the same thing. */
  readonly containment: number;
}

/**
 * Non-maximum suppression: keeps the best-scored of every group of boxes that overlap, by falling score (ties: in the
 * order given). Detectors of drawn faces emit nested tight and tall boxes of one face that plain IoU leaves standing;
 * they make tracks flip-flop, hence the containment limit.
 */
export function suppressOverlaps<B extends AnyBox, T extends { readonly score: number }>(
  items: readonly T[],
  boxOf: (item: T) => B,
  limits: OverlapLimits,
): T[] {
  const kept: T[] = [];
  for (const item of items.toSorted((a, b) => b.score - a.score)) {
    const box = boxOf(item);
    const isTaken = kept.some((other) => {
      const otherBox = boxOf(other);
      return iou(box, otherBox) >= limits.iou || containment(box, otherBox) >= limits.containment;
    });
    if (!isTaken) kept.push(item);
  }
  return kept;
}
