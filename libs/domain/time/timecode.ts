import type { Rational } from './rational.js';

/**
 * SMPTE ST 12-1 timecode `hh:mm:ss:ff` of a frame counted from zero, non-drop-frame: the frame number at the rate
 * rounded to whole frames (23.976 counts as 24). Drop-frame display belongs to the exports that ask for it.
 */
export function timecodeOfFrame(frame: number, rate: Rational): string {
  const nominal = Math.max(1, Math.round(rate.num / rate.den));
  const seconds = Math.floor(frame / nominal);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % nominal];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
