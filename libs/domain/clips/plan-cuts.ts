import { CastlineError } from '../errors/castline-error.js';
import type { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';
import { complementRanges, intersectRanges } from '../timeline/appearance-ranges.js';
import { avoidSpeech } from './avoid-speech.js';
import { splitLong } from './split-long.js';

export interface CutOptions {
  /** Kept before and after each scene. */
  readonly paddingSeconds: number;
  /** Scenes closer than this become one clip. */
  readonly mergeGapSeconds: number;
  /** Shorter clips are left out (judged after merging and padding). */
  readonly minimumSeconds: number;
  /** Longer clips are split; null: any length. At least twice the minimum, so that no piece is too short. */
  readonly maximumSeconds: number | null;
  /** An end this close to a shot's border moves onto it; 0 switches snapping off. */
  readonly snapSeconds: number;
  /** An end that falls into sound moves to a silence this close; 0 cuts wherever the scene ends. */
  readonly speechReachSeconds: number;
}

export const DEFAULT_CUT_OPTIONS: CutOptions = {
  paddingSeconds: 0,
  mergeGapSeconds: 1,
  minimumSeconds: 0.5,
  maximumSeconds: null,
  snapSeconds: 0,
  speechReachSeconds: 0,
};

export interface CutRequest {
  /** The scenes, ordered and without overlaps. */
  readonly scenes: readonly FrameRange[];
  /** First frame of every shot, and one past the last frame. */
  readonly shotBorders: readonly number[];
  /** Nothing of these is ever cut, nor joined across them: openings, endings, credits. */
  readonly excluded?: readonly FrameRange[];
  /** Frames without sound; only looked at where speech is avoided. */
  readonly silences?: readonly FrameRange[];
  readonly clock: FrameClock;
  readonly options: CutOptions;
}

/**
 * Turns the ranges in which a query holds into the ranges to cut, ordered and apart: merged, padded, snapped to shot
 * borders, moved out of speech, long enough, and split where too long (only those pieces touch).
 * @throws CastlineError usage CLIP.LENGTHS
 */
export function planCuts(request: CutRequest): FrameRange[] {
  const { scenes, shotBorders, clock, options, excluded = [] } = request;
  const { minimumSeconds, maximumSeconds } = options;
  if (maximumSeconds !== null && maximumSeconds < Math.max(2 * minimumSeconds, 1e-3))
    throw impossibleLengths(options);
  return complementRanges(excluded, { start: 0, end: clock.frames })
    .flatMap((within) => planWithin(within, intersectRanges(scenes, [within]), request))
    .filter((cut) => isLongEnough(cut, clock, minimumSeconds))
    .flatMap((cut) =>
      maximumSeconds === null
        ? [cut]
        : splitLong(cut, shotBorders, clock, { minimumSeconds, maximumSeconds }),
    );
}

function impossibleLengths({ minimumSeconds, maximumSeconds }: CutOptions): CastlineError {
  const message = `the longest clip (${maximumSeconds} s) has to last at least twice as long as the shortest (${minimumSeconds} s), since what is longer is split`;
  return new CastlineError('usage', 'CLIP.LENGTHS', message, { minimumSeconds, maximumSeconds });
}

/** The cuts of one stretch between excluded ones; none leaves it. */
function planWithin(
  within: FrameRange,
  scenes: readonly FrameRange[],
  { clock, options, shotBorders, silences }: CutRequest,
): FrameRange[] {
  const { mergeGapSeconds, paddingSeconds, snapSeconds, speechReachSeconds } = options;
  const cuts = mergeClose(scenes, clock, mergeGapSeconds).map((scene) => {
    const padded = clampTo(within, pad(scene, clock, paddingSeconds));
    const snapped = clampTo(within, snap(padded, shotBorders, clock, snapSeconds));
    if (speechReachSeconds <= 0 || !silences) return snapped;
    return avoidSpeech(snapped, scene, { silences, reachSeconds: speechReachSeconds, within, clock });
  });
  return mergeClose(cuts, clock, 0);
}

const clampTo = (within: FrameRange, { start, end }: FrameRange): FrameRange => ({
  start: Math.max(start, within.start),
  end: Math.min(end, within.end),
});

const isLongEnough = ({ start, end }: FrameRange, clock: FrameClock, seconds: number): boolean =>
  end > start && clock.secondsAt(end) - clock.secondsAt(start) >= seconds - 1e-6;

function mergeClose(ranges: readonly FrameRange[], clock: FrameClock, gapSeconds: number): FrameRange[] {
  const merged: FrameRange[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    const gap = last ? clock.secondsAt(range.start) - clock.secondsAt(last.end) : Infinity;
    // a gap of exactly nothing joins too: two clips that touch are one
    if (last && (gap < gapSeconds || gap <= 0))
      merged[merged.length - 1] = {
        start: Math.min(last.start, range.start),
        end: Math.max(last.end, range.end),
      };
    else merged.push(range);
  }
  return merged;
}

function pad({ start, end }: FrameRange, clock: FrameClock, seconds: number): FrameRange {
  if (seconds <= 0) return { start, end };
  const from = clock.frameAt(Math.max(0, clock.secondsAt(start) - seconds));
  const until = clock.frameAt(clock.secondsAt(end) + seconds);
  const reachesEnd = clock.secondsAt(end) + seconds >= clock.secondsAt(clock.frames);
  return { start: from, end: reachesEnd ? clock.frames : Math.max(end, until) };
}

function snap(range: FrameRange, borders: readonly number[], clock: FrameClock, seconds: number): FrameRange {
  if (seconds <= 0) return range;
  const start = nearestBorder(range.start, borders, clock, seconds);
  const end = nearestBorder(range.end, borders, clock, seconds);
  // both ends on one border would leave nothing of a short scene
  return start < end ? { start, end } : range;
}

function nearestBorder(
  frame: number,
  borders: readonly number[],
  clock: FrameClock,
  seconds: number,
): number {
  const at = clock.secondsAt(frame);
  let best = frame;
  let distance = seconds + 1e-6;
  for (const border of borders) {
    const away = Math.abs(clock.secondsAt(border) - at);
    if (away < distance) [best, distance] = [border, away];
  }
  return best;
}
