import { correlation, matchedDistance, plainDistance } from './feature-distance.js';
import { isBlank } from './fade-rule.js';
import type { FrameFeatures } from './frame-features.js';
import type { FrameWindow } from './frame-window.js';
import type { Spans } from './shot-detector-options.js';

/** Least difference of the two shots, plain and beyond motion, in grey levels. */
const MINIMUM_DIFFERENCE = 9;
const MINIMUM_MATCHED = 6;
/** Better correlated ends are one shot whose light changes. */
const SAME_DRAWING = 0.9;
/** Share of the ends' difference that the mixing leaves unexplained; a pan leaves about 0.5, motion in the shots 0.1. */
const MAXIMUM_RESIDUAL = 0.2;
/** One step of a dissolve is a small part of the way. */
const MAXIMUM_STEP_SHARE = 0.45;
/** How far past its ends a ramp may still run, in steps of the ramp: more means that the ends are not the ends. */
const MAXIMUM_OVERRUN = 1.5;

interface Mixture {
  /** How far the picture is from `a` (0) to `b` (1). */
  readonly share: number;
  /** Mean difference that no mixture of the two explains, over the mean difference of the two. */
  readonly residual: number;
}

/** Fits `picture` as a mixture of `a` and `b` (least squares on luma). */
function mixtureOf(picture: FrameFeatures, a: FrameFeatures, b: FrameFeatures): Mixture {
  let along = 0;
  let length = 0;
  for (let i = 0; i < a.luma.length; i++) {
    const way = (b.luma[i] as number) - (a.luma[i] as number);
    along += ((picture.luma[i] as number) - (a.luma[i] as number)) * way;
    length += way * way;
  }
  const share = length === 0 ? 0 : along / length;
  let residual = 0;
  let difference = 0;
  for (let i = 0; i < a.luma.length; i++) {
    const way = (b.luma[i] as number) - (a.luma[i] as number);
    residual += Math.abs((picture.luma[i] as number) - (a.luma[i] as number) - share * way);
    difference += Math.abs(way);
  }
  return { share, residual: difference === 0 ? 1 : residual / difference };
}

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
  const difference = plainDistance(a, b);
  if (difference < MINIMUM_DIFFERENCE || isBlank(a) || isBlank(b)) return 0;
  const centre = mixtureOf(window.at(middle), a, b);
  if (centre.residual > MAXIMUM_RESIDUAL || Math.abs(centre.share - 0.5) > 0.15) return 0;
  const early = mixtureOf(window.at(middle - (half >> 1)), a, b);
  const late = mixtureOf(window.at(middle + (half >> 1)), a, b);
  const residual = (centre.residual + early.residual + late.residual) / 3;
  if (residual > MAXIMUM_RESIDUAL) return 0;
  const slope = (late.share - early.share) / (2 * (half >> 1));
  if (early.share < 0.02 || late.share > 0.98 || early.share >= centre.share || centre.share >= late.share)
    return 0;
  if (!isEnded(window, { middle, half, margin, slope }) || correlation(a, b) > SAME_DRAWING) return 0;
  for (let i = middle - half + 1; i <= middle + half; i++) {
    if (window.step(i) > MAXIMUM_STEP_SHARE * difference) return 0;
  }
  if (matchedDistance(a, b) < MINIMUM_MATCHED) return 0;
  return difference * (1 - residual) * (1 - Math.abs(centre.share - 0.5));
}

/**
 * The ramp does not run on beyond its ends. That is what refuses the second half of a dissolve to a detector that starts
 * in its middle, and a part of a longer dissolve to a shorter window.
 */
function isEnded(
  window: FrameWindow,
  ramp: { middle: number; half: number; margin: number; slope: number },
): boolean {
  const { middle, half, margin, slope } = ramp;
  const a = window.at(middle - half);
  const b = window.at(middle + half);
  const overrun = MAXIMUM_OVERRUN * slope;
  if (mixtureOf(window.at(middle - half - margin), a, b).share < -overrun) return false;
  const beyond = middle + half + margin;
  return !window.has(beyond) || mixtureOf(window.at(beyond), a, b).share < 1 + overrun;
}
