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
/** Motion in the two shots leaves more; it is allowed as far as the middle is paler than its ends. */
const MOVING_RESIDUAL = 0.65;
const RESIDUAL_PER_PALENESS = 2;
/**
 * Contrast of a mixture over what its ends have in the same shares: 0.7 for unrelated pictures, above 0.9 within a shot,
 * whatever moves there, and within a part of a longer dissolve.
 */
const PALE = 0.88;
/** Related pictures mix to no paler one; then the ramp must be the only motion: mean step beside it over that inside. */
const AT_REST = 0.6;
/** Share of a change across the middle that stays when blocks may move: 0.85 in a dissolve, 0.3 in a slow pan. */
const MINIMUM_UNMOVED = 0.66;
/** One step of a dissolve is a small part of the way. */
const MAXIMUM_STEP_SHARE = 0.5;
/** How far past its ends a ramp may still run, in steps of the ramp: more means that the ends are not the ends. */
const MAXIMUM_OVERRUN = 1;

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
  const centre = mixtureOf(window.at(middle), a, b);
  const { difference, share } = centre;
  if (difference < MINIMUM_DIFFERENCE || Math.abs(share - 0.5) > 0.2) return 0;
  const paleness = window.at(middle).contrast / ((1 - share) * a.contrast + share * b.contrast);
  const residualLimit = residualLimitAt(paleness);
  if (centre.residual > residualLimit) return 0;
  const early = mixtureOf(window.at(middle - (half >> 1)), a, b);
  const late = mixtureOf(window.at(middle + (half >> 1)), a, b);
  const residual = (centre.residual + early.residual + late.residual) / 3;
  if (residual > residualLimit) return 0;
  if (early.share < 0.02 || late.share > 0.98 || early.share >= share || share >= late.share) return 0;
  const slope = (late.share - early.share) / (2 * (half >> 1));
  const ramp = { middle, half, margin, slope };
  if (!isEnded(window, ramp) || correlation(a, b) > SAME_DRAWING) return 0;
  if (hasJumpOrBlank(window, ramp, MAXIMUM_STEP_SHARE * difference)) return 0;
  if (paleness > PALE && !isOnlyMotion(window, ramp)) return 0;
  if (matchedDistance(a, b) < MINIMUM_MATCHED || isMotion(window, middle, half >> 1)) return 0;
  return difference * (1 - residual / 2) * (1.5 - Math.min(1, paleness)) * (1 - Math.abs(2 * share - 1));
}

function residualLimitAt(paleness: number): number {
  const allowance = RESIDUAL_PER_PALENESS * Math.max(0, PALE - paleness);
  return Math.min(MOVING_RESIDUAL, STILL_RESIDUAL + allowance);
}

/** The pictures rest before the ramp and after it. */
function isOnlyMotion(window: FrameWindow, { middle, half, margin }: Ramp): boolean {
  const limit = AT_REST * meanStep(window, middle - half + 1, middle + half);
  return (
    meanStep(window, middle - half - margin + 1, middle - half) < limit &&
    meanStep(window, middle + half + 1, middle + half + margin) < limit
  );
}

function meanStep(window: FrameWindow, from: number, last: number): number {
  let sum = 0;
  for (let i = from; i <= last; i++) sum += window.step(i);
  return sum / (last - from + 1);
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
