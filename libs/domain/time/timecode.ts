import type { Rational } from './rational.js';

/** Frames counted in one second of timecode: the rate rounded to whole frames (23.976 counts as 24). */
function nominalRate(rate: Rational): number {
  return Math.max(1, Math.round(rate.num / rate.den));
}

/**
 * SMPTE ST 12-1 timecode `hh:mm:ss:ff` of a frame counted from zero, non-drop-frame: the frame number at the rate
 * rounded to whole frames. Drop-frame display belongs to the exports that ask for it.
 */
export function timecodeOfFrame(frame: number, rate: Rational): string {
  const nominal = nominalRate(rate);
  const seconds = Math.floor(frame / nominal);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % nominal];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * The frame counted from zero that a non-drop-frame timecode names; undefined when the text is no such timecode or
 * names a frame, second or minute that the rate does not have. Drop-frame timecode (`hh:mm:ss;ff`) is not read.
 */
export function parseTimecode(text: string, rate: Rational): number | undefined {
  const match = /^(\d{2,}):([0-5]\d):([0-5]\d):(\d{2,3})$/.exec(text.trim());
  if (!match) return undefined;
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = match.slice(1).map(Number);
  const nominal = nominalRate(rate);
  if (frames >= nominal) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
}
