import type { Expression } from '../face/face.js';
import type { FrameRange } from '../time/frame-range.js';
import {
  complementRanges,
  intersectRanges,
  normalizeRanges,
  uniteRanges,
} from '../timeline/appearance-ranges.js';
import type { SceneQuery } from './scene-query.js';

/** Where a character is on screen (in any order, may overlap), with this expression when one is asked for. */
export type RangesOf = (name: string, expression: Expression | null) => readonly FrameRange[];

/** The frames in which a query holds, of an episode of so many frames: ordered, apart, half-open. */
export function evaluateQuery(query: SceneQuery, rangesOf: RangesOf, frames: number): FrameRange[] {
  switch (query.kind) {
    case 'character':
      return normalizeRanges(rangesOf(query.name, query.expression));
    case 'not':
      return complementRanges(evaluateQuery(query.operand, rangesOf, frames), { start: 0, end: frames });
    case 'and':
      return intersectRanges(
        evaluateQuery(query.left, rangesOf, frames),
        evaluateQuery(query.right, rangesOf, frames),
      );
    case 'or':
      return uniteRanges(
        evaluateQuery(query.left, rangesOf, frames),
        evaluateQuery(query.right, rangesOf, frames),
      );
  }
}
