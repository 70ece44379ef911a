import { correlation, matchedDistance, plainDistance } from './feature-distance.js';
import { isBlank } from './fade-rule.js';
import type { FrameWindow } from './frame-window.js';
import { mixtureOf } from './mixture.js';
import type { Spans } from './shot-detector-options.js';

/** Least difference of the two shots, of luma and beyond motion, in grey levels. */
const MINIMUM_DIFFERENCE = 7;
const MINIMUM_MATCHED = 6;
/** Better correlated ends are one shot whose light changes. */
const SAME_DRAWING = 0.9;
/** Share of the ends' difference that the mixing leaves unexplained: about 0.05 where both shots stand still. */
const STILL_RESIDUAL = 0.22;
/** Motion leaves as much unexplained as a pan does; then the mixture must also be paler than its two ends. */
const MOVING_RESIDUAL = 0.5;
/** Contrast of an even mixture over the mean contrast of its ends: 0.7 for unrelated pictures, 1 within a shot. */
const PALER = 0.9;
const RESIDUAL_PER_PALENESS = 2;
/** Share of a change across the middle that stays when blocks may move: 0.85 in a dissolve, 0.3 in a slow pan. */
const MINIMUM_UNMOVED = 0.66;
/** One step of a dissolve is a small part of the way. */
const MAXIMUM_STEP_SHARE = 0.5;
/** How far past its ends a ramp may still run, in steps of the ramp: more means that the ends are not the ends. */
const MAXIMUM_OVERRUN = 1.5;

/**
 * How surely `frame` is the middle of a dissolve, 0 when it is none: pictures on both sides that differ, and between them
 * nothing but growing mixtures of the two. Twin comparison with the mixing model instead of an accumulated difference,
 * so that a slow pan, whose middle is no mixture of its ends, is refused.
 */
export function dissolveScore(window: FrameWindow, frame: number, spans: Spans): number {
  let best = 0;
  for (const half of spans.dissolveHalves) {
    if (frame - half - spans.dissolveMargin < window.start || !window.has(frame + half)) break;
    best = Math.max(best, scoreOfRamp(window, frame, half, spans.dissolveMargin));
  }
  return best;
}

function scoreOfRamp(window: FrameWindow, middle: number, half: number, margin: number): number {
  const a = window.at(middle - half);
  const b = window.at(middle + half);
  const paleness = (2 * window.at(middle).contrast) / (a.contrast + b.contrast);
  const residualLimit = residualLimitAt(paleness);
  const centre = mixtureOf(window.at(middle), a, b);
  const { difference } = centre;
  if (difference < MINIMUM_DIFFERENCE) return 0;
  if (centre.residual > residualLimit || Math.abs(centre.share - 0.5) > 0.2) return 0;
  const early = mixtureOf(window.at(middle - (half >> 1)), a, b);
  const late = mixtureOf(window.at(middle + (half >> 1)), a, b);
  const residual = (centre.residual + early.residual + late.residual) / 3;
  if (residual > residualLimit) return 0;
  const slope = (late.share - early.share) / (2 * (half >> 1));
  if (early.share < 0.02 || late.share > 0.98 || early.share >= centre.share || centre.share >= late.share)
    return 0;
  const ramp = { middle, half, margin, slope };
  if (!isEnded(window, ramp) || correlation(a, b) > SAME_DRAWING) return 0;
  if (hasJumpOrBlank(window, ramp, MAXIMUM_STEP_SHARE * difference)) return 0;
  if (matchedDistance(a, b) < MINIMUM_MATCHED || isMotion(window, middle, half >> 1)) return 0;
  return (
    difference * (1 - residual / 2) * (1.5 - Math.min(1, paleness)) * (1 - Math.abs(2 * centre.share - 1))
  );
}

function residualLimitAt(paleness: number): number {
  const allowance = RESIDUAL_PER_PALENESS * Math.max(0, PALER - paleness);
  return Math.min(MOVING_RESIDUAL, STILL_RESIDUAL + allowance);
}

/** Whether moving blocks explain the change across the middle, as they do in pans and zooms. */
function isMotion(window: FrameWindow, middle: number, reach: number): boolean {
  return [Math.max(1, reach >> 1), reach].some((side) => {
    const a = window.at(middle - side);
    const b = window.at(middle + side);
    return matchedDistance(a, b) < MINIMUM_UNMOVED * plainDistance(a, b);
  });
}

interface Ramp {
  readonly middle: number;
  readonly half: number;
  readonly margin: number;
  /** Share per frame. */
  readonly slope: number;
}

/** A cut inside, or a way to or from a blank picture, which is half of a fade. */
function hasJumpOrBlank(window: FrameWindow, { middle, half, margin }: Ramp, limit: number): boolean {
  for (let i = middle - half + 1; i <= middle + half; i++) {
    if (window.step(i) > limit) return true;
  }
  for (let i = middle - half; i <= middle + half + margin && window.has(i); i++) {
    if (isBlank(window.at(i))) return true;
  }
  return false;
}

/**
 * The ramp does not run on beyond its ends. That is what refuses the second half of a dissolve to a detector that starts
 * in its middle, and a part of a longer dissolve to a shorter window.
 */
function isEnded(window: FrameWindow, ramp: Ramp): boolean {
  const { middle, half, margin, slope } = ramp;
  const a = window.at(middle - half);
  const b = window.at(middle + half);
  const overrun = MAXIMUM_OVERRUN * slope;
  if (mixtureOf(window.at(middle - half - margin), a, b).share < -overrun) return false;
  const beyond = middle + half + margin;
  return !window.has(beyond) || mixtureOf(window.at(beyond), a, b).share < 1 + overrun;
}
