import type { AnyBox } from './box.js';

/** The part of `box` inside a picture of this size; degenerate (zero area) when it lies outside. */
export function clipBox<B extends AnyBox>(box: B, width: number, height: number): B {
  const within = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  return {
    ...box,
    x1: within(box.x1, width),
    y1: within(box.y1, height),
    x2: within(box.x2, width),
    y2: within(box.y2, height),
  };
}
