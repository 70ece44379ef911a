import type { Rational } from './rational.js';

/**
 * SMPTE ST 12-1 drop-frame counting: at 30000/1001 frames per second the labels 00 and 01 (at 60000/1001: 00 to 03) of
 * every minute but each tenth are left out, so that timecode keeps up with the clock. No frame is dropped, only labels.
 */
export interface DropFrameCount {
  readonly nominal: number;
  /** Labels left out in a minute. */
  readonly dropped: number;
}

/** Undefined at rates that have no drop-frame timecode. */
export function dropFrameCountOf({ num, den }: Rational, nominal: number): DropFrameCount | undefined {
  const isNtsc = num * 1001 === nominal * 1000 * den;
  return isNtsc && nominal % 30 === 0 && nominal <= 60 ? { nominal, dropped: nominal / 15 } : undefined;
}

/** The number that a non-drop-frame clock would show for this label. */
export function labelOfFrame(frame: number, { nominal, dropped }: DropFrameCount): number {
  const fullMinute = nominal * 60;
  const shortMinute = fullMinute - dropped;
  const tenMinutes = fullMinute + 9 * shortMinute;
  const tens = Math.floor(frame / tenMinutes);
  const rest = frame % tenMinutes;
  const minutes = rest < fullMinute ? 0 : 1 + Math.floor((rest - fullMinute) / shortMinute);
  return frame + dropped * (9 * tens + minutes);
}

/** The frame under a label; undefined for the labels that are left out. */
export function frameOfLabel(label: number, { nominal, dropped }: DropFrameCount): number | undefined {
  const minutes = Math.floor(label / (nominal * 60));
  const isLeftOut = minutes % 10 !== 0 && label % (nominal * 60) < dropped;
  return isLeftOut ? undefined : label - dropped * (minutes - Math.floor(minutes / 10));
}
