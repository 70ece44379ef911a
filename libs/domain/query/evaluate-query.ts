import type { FrameRange } from '../time/frame-range.js';
import {
  complementRanges,
  intersectRanges,
  normalizeRanges,
  subtractRanges,
  uniteRanges,
} from '../timeline/appearance-ranges.js';
import { joinWithin } from './join-within.js';
import { type CharacterTerm, charactersOf, type SceneQuery } from './scene-query.js';

/** What an episode can tell a query. */
export interface SceneFacts {
  readonly frames: number;
  secondsAt(frame: number): number;
  /** Where a character is on screen as the term asks, in any order, may overlap. */
  rangesOf(term: CharacterTerm): readonly FrameRange[];
  /** Where anybody else than these is on screen. */
  rangesOfOthers(names: readonly string[]): readonly FrameRange[];
}

/** Durations are compared with half a microsecond of slack: seconds are floats. */
const SLACK_SECONDS = 5e-7;

/** The frames in which a query holds: ordered, apart, half-open. */
export function evaluateQuery(query: SceneQuery, facts: SceneFacts): FrameRange[] {
  switch (query.kind) {
    case 'character':
      return normalizeRanges(facts.rangesOf(query));
    case 'not':
      return complementRanges(evaluateQuery(query.operand, facts), { start: 0, end: facts.frames });
    case 'and':
      return intersectRanges(evaluateQuery(query.left, facts), evaluateQuery(query.right, facts));
    case 'or':
      return uniteRanges(evaluateQuery(query.left, facts), evaluateQuery(query.right, facts));
    case 'solo': {
      const named = charactersOf(query.operand).map(({ name }) => name);
      return subtractRanges(evaluateQuery(query.operand, facts), facts.rangesOfOthers(named));
    }
    case 'lasting':
      return evaluateQuery(query.operand, facts).filter(
        ({ start, end }) => facts.secondsAt(end) - facts.secondsAt(start) >= query.seconds - SLACK_SECONDS,
      );
    case 'within': {
      const isNear = (before: number, after: number): boolean =>
        facts.secondsAt(after) - facts.secondsAt(before) <= query.seconds + SLACK_SECONDS;
      return joinWithin(
        query.terms.map((term) => evaluateQuery(term, facts)),
        isNear,
      );
    }
  }
}
