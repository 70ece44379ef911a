import { correlation, matchedDistance } from './feature-distance.js';
import type { FrameFeatures } from './frame-features.js';
import type { FrameWindow } from './frame-window.js';
import type { Spans } from './shot-detector-options.js';

/** Below this step two frames are the same shot whatever surrounds them; a step is a mean difference in grey levels. */
const MINIMUM_CUT_STEP = 6;
/** The same between pictures that have nothing in common: at night a cut is no larger. */
const MINIMUM_UNRELATED_STEP = 4;
/** A step this large is a cut even where much else moves. */
const LARGE_STEP = 25;
/** Frames around a cut that no other cut can be in, so that all motion there counts; and the step that is judged so. */
const NEAREST = 2;
const MINIMUM_NEAREST_STEP = 12;
/** Pictures that correlate less have nothing in common. */
const UNRELATED = 0.5;
/** How far a cut's step stands out from its neighbours'. */
const MINIMUM_RATIO = 2.2;
const MINIMUM_RATIO_NEAREST = 3;
const MINIMUM_RATIO_LARGE = 1.8;
/** Added to the neighbours' step, so that a still scene's first movement does not stand out from nothing. */
const STEP_FLOOR = 1.5;
/** Pictures that correlate better show the same thing under another light. */
const SAME_DRAWING = 0.95;
/** The same where brightness jumps: a flash washes part of the drawing out. */
const SAME_DRAWING_IN_FLASH = 0.85;
/** After an interruption the old picture is back when this little of the jump is left. */
const RETURNED = 0.4;
/** Change of mean luma that makes an interruption that shows the same thing a flash (or a blackout). */
const FLASH_LUMA = 25;
/** Share of the contrast below which an interruption is a flash whatever it shows; with more it is an insert. */
const FLASH_CONTRAST = 0.5;

/** Whether `frame` is the first of a new shot after a hard cut. Looks `flash` frames ahead and back, inside the window. */
export function isCut(window: FrameWindow, frame: number, spans: Spans): boolean {
  const step = window.step(frame);
  if (step < MINIMUM_UNRELATED_STEP) return false;
  const before = window.at(frame - 1);
  const after = window.at(frame);
  const likeness = correlation(before, after);
  if (step < MINIMUM_CUT_STEP && likeness > UNRELATED) return false;
  if (!standsOut(window, frame, likeness, spans)) return false;
  const isLit = isFlash(before, after) || isFlash(after, before);
  if (likeness > (isLit ? SAME_DRAWING_IN_FLASH : SAME_DRAWING)) return false;
  return !startsInterruption(window, frame, spans) && !endsInterruption(window, frame, spans);
}

/** The step is larger than the steps around it, which motion and explosions are not. */
function standsOut(window: FrameWindow, frame: number, likeness: number, spans: Spans): boolean {
  const step = window.step(frame);
  const isLarge = step >= LARGE_STEP;
  const neighbours = STEP_FLOOR + neighbourStep(window, frame, spans.neighbours);
  if (step >= (isLarge ? MINIMUM_RATIO_LARGE : MINIMUM_RATIO) * neighbours) return true;
  // in a row of the shortest shots the neighbours are cuts themselves
  if (step < MINIMUM_NEAREST_STEP || likeness > UNRELATED) return false;
  const nearest = STEP_FLOOR + nearestStep(window, frame);
  return step >= (isLarge ? MINIMUM_RATIO_LARGE : MINIMUM_RATIO_NEAREST) * nearest;
}

function nearestStep(window: FrameWindow, frame: number): number {
  let largest = 0;
  for (let i = frame - NEAREST; i <= frame + NEAREST; i++) {
    if (i !== frame) largest = Math.max(largest, window.step(i));
  }
  return largest;
}

/**
 * The second largest step on the livelier side: the largest alone may be the next cut, but motion and explosions (also
 * drawn on twos or threes) have several.
 */
function neighbourStep(window: FrameWindow, frame: number, reach: number): number {
  return Math.max(
    secondLargest(window, frame - reach, frame),
    secondLargest(window, frame + 1, frame + reach + 1),
  );
}

function secondLargest(window: FrameWindow, from: number, to: number): number {
  let first = 0;
  let second = 0;
  for (let i = from; i < to; i++) {
    const step = window.step(i);
    if (step > first) {
      second = first;
      first = step;
    } else if (step > second) second = step;
  }
  return second;
}

/** The picture before the jump comes back soon: after one or two frames of anything, or after a flash or blackout. */
function startsInterruption(window: FrameWindow, frame: number, spans: Spans): boolean {
  const before = window.at(frame - 1);
  const reach = isFlash(before, window.at(frame)) ? spans.flash : spans.strayFrames;
  const limit = RETURNED * window.step(frame);
  for (let i = frame + 1; i <= Math.min(window.last, frame + reach); i++) {
    if (isSamePicture(before, window.at(i), limit)) return true;
  }
  return false;
}

/** The picture after the jump was there before, with an interruption between. */
function endsInterruption(window: FrameWindow, frame: number, spans: Spans): boolean {
  const after = window.at(frame);
  const reach = isFlash(after, window.at(frame - 1)) ? spans.flash : spans.strayFrames;
  const limit = RETURNED * window.step(frame);
  for (let i = frame - 2; i >= Math.max(window.start, frame - 1 - reach) && window.has(i); i--) {
    if (isSamePicture(after, window.at(i), limit)) return true;
  }
  return false;
}

/** The same thing in another light, or hardly a thing at all. A picture of its own is an insert: a shot. */
function isFlash(picture: FrameFeatures, interruption: FrameFeatures): boolean {
  if (interruption.contrast < FLASH_CONTRAST * picture.contrast) return true;
  const isLit = Math.abs(picture.meanLuma - interruption.meanLuma) > FLASH_LUMA;
  return isLit && correlation(picture, interruption) > UNRELATED;
}

function isSamePicture(a: FrameFeatures, b: FrameFeatures, limit: number): boolean {
  return correlation(a, b) > SAME_DRAWING || matchedDistance(a, b) < limit;
}
