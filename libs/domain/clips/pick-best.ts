import type { FrameRange } from '../time/frame-range.js';
import type { CutMerit } from './measure-cut.js';

export interface Candidate {
  readonly range: FrameRange;
  readonly startSeconds: number;
  readonly seconds: number;
  readonly merit: CutMerit;
}

/** How much a likeness to what is chosen already takes off: at most half of a candidate's worth. */
const SAMENESS_COST = 0.5;
/** Two cuts further apart than this are not alike because of where they are. */
const NEAR_SECONDS = 60;

/**
 * The best cuts that together last no longer than `budgetSeconds`, in the order of the film. One after the other the
 * candidate of most worth that still fits is taken; what shows the same as the ones taken (who, in which form and mood, and
 * when) is worth less. The same candidates, in whatever order, give the same choice.
 */
export function pickBest<Cut extends Candidate>(candidates: readonly Cut[], budgetSeconds: number): Cut[] {
  const left = [...candidates].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const chosen: Cut[] = [];
  let seconds = budgetSeconds + 1e-6;
  for (;;) {
    const best = mostWorth(
      left.filter((cut) => cut.seconds <= seconds),
      chosen,
    );
    if (!best) break;
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
    seconds -= best.seconds;
  }
  return chosen.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

function mostWorth<Cut extends Candidate>(cuts: readonly Cut[], chosen: readonly Cut[]): Cut | undefined {
  let best: Cut | undefined;
  let most = -1;
  for (const cut of cuts) {
    const sameness = chosen.reduce((highest, other) => Math.max(highest, samenessOf(cut, other)), 0);
    const worth = cut.merit.score * (1 - SAMENESS_COST * sameness);
    if (worth > most + 1e-12) [best, most] = [cut, worth];
  }
  return best;
}

/** 0 to 1: half by what they show, half by how near they lie. */
function samenessOf(one: Candidate, other: Candidate): number {
  const traits = new Set([...one.merit.traits, ...other.merit.traits]);
  const shared = one.merit.traits.filter((trait) => other.merit.traits.includes(trait)).length;
  const shown = traits.size === 0 ? 1 : shared / traits.size;
  const apart = Math.abs(one.startSeconds - other.startSeconds);
  return (shown + Math.max(0, 1 - apart / NEAR_SECONDS)) / 2;
}
