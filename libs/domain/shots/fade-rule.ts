import { isCut } from './cut-rule.js';
import type { FrameWindow } from './frame-window.js';
import { mixtureOf } from './mixture.js';
import { FADE_REACHES, type Spans } from './shot-detector-options.js';

/** What a fading picture still shows beside itself, dimmed: its motion. A thing that covers the picture leaves more. */
const MAXIMUM_RESIDUAL = 0.25;

/** A frame with less contrast (standard deviation of luma) shows nothing: black, white, or one colour. */
const BLANK_CONTRAST = 5;

export function isBlank({ contrast }: { readonly contrast: number }): boolean {
  return contrast < BLANK_CONTRAST;
}

/**
 * Whether the picture went blank by and by and `frame` is the middle of the blank stretch. A stretch that begins with a
 * hard cut is a shot of its own already, and one that ends with a hard cut has its boundary there.
 */
export function isFadeMiddle(window: FrameWindow, frame: number, spans: Spans): boolean {
  if (!isBlank(window.at(frame))) return false;
  const first = firstOfBlank(window, frame, spans);
  if (first === undefined || !fadesInto(window, first)) return false;
  let end = frame + 1;
  while (end <= window.last && end - first <= 2 * spans.blankHalf && isBlank(window.at(end))) end++;
  const isLong = end - first > 2 * spans.blankHalf;
  if (!isLong && (end > window.last || isCut(window, end, spans))) return false;
  return frame === (isLong ? first + spans.blankHalf : first + Math.floor((end - first) / 2));
}

/** The picture dims (or pales) as a whole; what covers it piece by piece, a wing or a closing door, is no fade. */
function fadesInto(window: FrameWindow, blank: number): boolean {
  return FADE_REACHES.some((reach) => {
    if (blank - reach < window.start || !window.has(blank - reach)) return false;
    const from = window.at(blank - reach);
    if (isBlank(from)) return false;
    const { share, residual } = mixtureOf(window.at(blank - reach / 2), from, window.at(blank));
    return residual < MAXIMUM_RESIDUAL && share > 0.1 && share < 0.95;
  });
}

/** First frame of the blank stretch, unless it began too long ago or with the shot. */
function firstOfBlank(window: FrameWindow, frame: number, spans: Spans): number | undefined {
  for (let i = frame; frame - i <= spans.blankHalf; i--) {
    if (i <= window.start) return undefined;
    if (!isBlank(window.at(i - 1))) return i;
  }
  return undefined;
}
