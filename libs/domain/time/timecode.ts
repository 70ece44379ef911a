import { type DropFrameCount, dropFrameCountOf, frameOfLabel, labelOfFrame } from './drop-frame.js';
import type { Rational } from './rational.js';

/** How frames are counted in timecode. */
export interface TimecodeFormat {
  readonly rate: Rational;
  /** Only at 30000/1001 and 60000/1001, see `canDropFrames`. */
  readonly isDropFrame: boolean;
}

/** Frames counted in one second of timecode: the rate rounded to whole frames (23.976 counts as 24). */
export function nominalRate(rate: Rational): number {
  return Math.max(1, Math.round(rate.num / rate.den));
}

/** Whether drop-frame timecode is defined at this rate. */
export function canDropFrames(rate: Rational): boolean {
  return dropFrameCountOf(rate, nominalRate(rate)) !== undefined;
}

/**
 * SMPTE ST 12-1 timecode `hh:mm:ss:ff` of a frame counted from zero, non-drop-frame: the frame number at the rate
 * rounded to whole frames. Drop-frame display belongs to the exports that ask for it.
 */
export function timecodeOfFrame(frame: number, rate: Rational): string {
  return print(frame, nominalRate(rate), ':');
}

/** SMPTE ST 12-1 timecode of a frame counted from zero, `hh:mm:ss:ff` or, dropping frames, `hh:mm:ss;ff`. */
export function formatTimecode(frame: number, { rate, isDropFrame }: TimecodeFormat): string {
  const nominal = nominalRate(rate);
  const count = isDropFrame ? dropFrameCountOf(rate, nominal) : undefined;
  return count ? print(labelOfFrame(frame, count), nominal, ';') : print(frame, nominal, ':');
}

/** Frames after which timecode begins again at zero: 24 hours of it. */
export function framesPerDay(format: TimecodeFormat): number {
  const nominal = nominalRate(format.rate);
  const labels = nominal * 86_400;
  const count = format.isDropFrame ? dropFrameCountOf(format.rate, nominal) : undefined;
  return count ? frameOfLabel(labels, count)! : labels;
}

function print(label: number, nominal: number, separator: ':' | ';'): string {
  const seconds = Math.floor(label / nominal);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits);
  return `${clock.join(':')}${separator}${twoDigits(label % nominal)}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

export interface ReadTimecode {
  readonly frame: number;
  readonly isDropFrame: boolean;
}

/**
 * The frame counted from zero that a timecode names (`hh:mm:ss:ff`, or `hh:mm:ss;ff` for drop-frame); undefined when the
 * text is no timecode or names a frame, second or minute that the rate does not have.
 */
export function parseTimecode(text: string, rate: Rational): ReadTimecode | undefined {
  const match = /^(\d{2,}):([0-5]\d):([0-5]\d)([:;])(\d{2,3})$/.exec(text.trim());
  if (!match) return undefined;
  const [hours = 0, minutes = 0, seconds = 0, , frames = 0] = match.slice(1).map(Number);
  const nominal = nominalRate(rate);
  if (frames >= nominal) return undefined;
  const label = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
  if (match[4] === ':') return { frame: label, isDropFrame: false };
  const count: DropFrameCount | undefined = dropFrameCountOf(rate, nominal);
  const frame = count && frameOfLabel(label, count);
  return frame === undefined ? undefined : { frame, isDropFrame: true };
}
