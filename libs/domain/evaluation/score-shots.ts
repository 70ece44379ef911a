import type { Shot } from '../shots/shot.js';

/** A labelled beginning of a shot. */
export type TrueBoundary =
  | { readonly transition: 'cut'; readonly frame: number }
  /** Frames `[from, end)` show a mixture of the two shots. */
  | { readonly transition: 'dissolve' | 'fade'; readonly from: number; readonly end: number };

export interface BoundaryCounts {
  readonly true: number;
  readonly found: number;
  readonly hits: number;
  /** Null without anything found, or anything to find. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface ShotScore {
  readonly exactCuts: BoundaryCounts;
  /** Cuts within two frames. */
  readonly nearCuts: BoundaryCounts;
  /** Dissolves and fades: found when the boundary lies inside the change. */
  readonly gradual: BoundaryCounts;
  /** Every boundary, whatever it is called. */
  readonly all: BoundaryCounts;
}

const NEAR = 2;

/** How well the shots of a film were found; each labelled boundary is found once at most, a second time is wrong. */
export function scoreShots(shots: readonly Shot[], truth: readonly TrueBoundary[]): ShotScore {
  const found = shots.slice(1);
  const framesOf = (isGradual?: boolean): number[] =>
    found
      .filter(({ transition }) => isGradual === undefined || (transition !== 'cut') === isGradual)
      .map(({ frames }) => frames.start);
  const trueOf = (isGradual: boolean): TrueBoundary[] =>
    truth.filter(({ transition }) => (transition !== 'cut') === isGradual);
  return {
    exactCuts: countHits(framesOf(false), trueOf(false), 0),
    nearCuts: countHits(framesOf(false), trueOf(false), NEAR),
    gradual: countHits(framesOf(true), trueOf(true), 0),
    all: countHits(framesOf(), truth, NEAR),
  };
}

/** Both in the order of frames. */
function countHits(
  found: readonly number[],
  truth: readonly TrueBoundary[],
  tolerance: number,
): BoundaryCounts {
  const free = new Set(found);
  let hits = 0;
  for (const boundary of truth) {
    const hit = nearest([...free], boundary, tolerance);
    if (hit === undefined) continue;
    free.delete(hit);
    hits++;
  }
  const precision = found.length === 0 ? null : hits / found.length;
  const recall = truth.length === 0 ? null : hits / truth.length;
  const f1 = found.length + truth.length === 0 ? null : (2 * hits) / (found.length + truth.length);
  return { true: truth.length, found: found.length, hits, precision, recall, f1 };
}

/** The nearest of the frames that lie in the boundary's range. */
function nearest(frames: readonly number[], boundary: TrueBoundary, tolerance: number): number | undefined {
  const [from, end, middle] =
    boundary.transition === 'cut'
      ? [boundary.frame - tolerance, boundary.frame + tolerance + 1, boundary.frame]
      : [boundary.from, boundary.end, (boundary.from + boundary.end) / 2];
  return frames
    .filter((frame) => frame >= from && frame < end)
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
}
