import type { FramePosition, Stretch } from '../episode/stretch.js';
import { spansOf } from '../shots/shot-detector-options.js';

/** Frames that a sampler looks back at, beside one slot of its grid. */
const SAMPLER_MEMORY = 5;

/**
 * Frames to be seen before a stretch begins, so that shots and samples are found from there on as in one pass: what the
 * rules of the shot detector look back at, and the age at which a shot's beginning does not matter any more; for the
 * sampler one slot. The scan of a stretch does not trust this number: it goes back further when it was not enough.
 */
export function leadInFrames({
  frameRate,
  samplesPerSecond,
  minimumShotFrames = 3,
}: {
  readonly frameRate: number;
  readonly samplesPerSecond: number;
  readonly minimumShotFrames?: number;
}): number {
  const { lookback, memory } = spansOf({ frameRate, minimumShotFrames });
  return Math.max(lookback + memory, Math.ceil(frameRate / samplesPerSecond) + SAMPLER_MEMORY);
}

export interface StretchPlanning {
  /** Where reading can begin at little cost, ascending. */
  readonly entries: readonly FramePosition[];
  /** Number of the episode's frames. */
  readonly frames: number;
  readonly targetFrames: number;
  readonly leadIn: number;
}

/** Divides an episode into stretches of about the wanted length, none shorter than half of it; one where it is short. */
export function planStretches({ entries, frames, targetFrames, leadIn }: StretchPlanning): Stretch[] {
  const begun: Omit<Stretch, 'end'>[] = [{ index: 0, start: 0, readFrom: null }];
  for (const entry of entries) {
    const start = entry.frame + leadIn;
    if (start - begun.at(-1)!.start < targetFrames) continue;
    if (frames - start < targetFrames / 2) break;
    begun.push({ index: begun.length, start, readFrom: entry });
  }
  return begun.map((stretch, index) => ({ ...stretch, end: begun[index + 1]?.start ?? null }));
}

/** Where the reading of a stretch may begin, best first: each goes further back than the one before. */
export function readingPlaces(stretches: readonly Stretch[], index: number): (FramePosition | null)[] {
  return stretches
    .slice(0, index + 1)
    .map(({ readFrom }) => readFrom)
    .reverse();
}
