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
const MOVING_RESIDUAL = { shortest: 0.35, longest: 0.65 };
const RESIDUAL_PER_PALENESS = 4;
/** Beyond the still residual the ends must be as unlike as two shots are, not one shot out of focus in between. */
const UNLIKE = 0.55;
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
    best = Math.max(best, scoreOfRamp(window, frame, half, spans));
  }
  return best;
}

function scoreOfRamp(
  window: FrameWindow,
  middle: number,
  half: number,
  { dissolveMargin: margin, dissolveTail }: Spans,
): number {
  const a = window.at(middle - half);
  const b = window.at(middle + half);
  const centre = mixtureOf(window.at(middle), a, b);
  const { difference, share } = centre;
  if (difference < MINIMUM_DIFFERENCE || Math.abs(share - 0.5) > 0.2) return 0;
  const paleness = window.at(middle).contrast / ((1 - share) * a.contrast + share * b.contrast);
  const residualLimit = residualLimitAt(paleness, half / dissolveTail);
  if (centre.residual > residualLimit) return 0;
  const early = mixtureOf(window.at(middle - (half >> 1)), a, b);
  const late = mixtureOf(window.at(middle + (half >> 1)), a, b);
  const residual = (centre.residual + early.residual + late.residual) / 3;
  if (residual > residualLimit) return 0;
  if (early.share < 0.02 || late.share > 0.98 || early.share >= share || share >= late.share) return 0;
  const slope = (late.share - early.share) / (2 * (half >> 1));
  const ramp = { middle, half, margin, slope };
  if (!isEnded(window, ramp)) return 0;
  if (correlation(a, b) > (residual > STILL_RESIDUAL ? UNLIKE : SAME_DRAWING)) return 0;
  if (hasJumpOrBlank(window, ramp, MAXIMUM_STEP_SHARE * difference)) return 0;
  if (paleness > PALE && !(restsBefore(window, ramp) && restsAfter(window, ramp))) return 0;
  if (middle - half - window.start < dissolveTail && !restsBefore(window, ramp)) return 0;
  if (matchedDistance(a, b) < MINIMUM_MATCHED || isMotion(window, middle, half >> 1)) return 0;
  return difference * (1 - residual / 2) * (1.5 - Math.min(1, paleness)) * (1 - Math.abs(2 * share - 1));
}

/** `length`: of the ramp, as a share of the longest. */
function residualLimitAt(paleness: number, length: number): number {
  const allowance = RESIDUAL_PER_PALENESS * Math.max(0, PALE - paleness);
  const { shortest, longest } = MOVING_RESIDUAL;
  return Math.min(shortest + length * (longest - shortest), STILL_RESIDUAL + allowance);
}

function restsBefore(window: FrameWindow, { middle, half, margin }: Ramp): boolean {
  const first = middle - half + 1;
  return meanStep(window, first - margin, first - 1) < AT_REST * meanStep(window, first, middle + half);
}

function restsAfter(window: FrameWindow, { middle, half, margin }: Ramp): boolean {
  const last = middle + half;
  return meanStep(window, last + 1, last + margin) < AT_REST * meanStep(window, middle - half + 1, last);
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
  for (let i = middle - half - margin; i <= middle + half + margin && window.has(i); i++) {
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
