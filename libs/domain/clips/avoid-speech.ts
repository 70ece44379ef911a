import type { FrameClock } from '../time/frame-clock.js';
import type { FrameRange } from '../time/frame-range.js';

export interface SpeechAvoiding {
  /** Frames in which nothing is heard: ordered, apart. */
  readonly silences: readonly FrameRange[];
  /** How far an end may move. */
  readonly reachSeconds: number;
  /** What no end may leave. */
  readonly within: FrameRange;
  readonly clock: FrameClock;
}

/** So much silence is kept beside the sound that a moved end spares. */
const LEAD_SECONDS = 0.15;

/**
 * Moves the ends of a cut that fall into sound to the nearest silence within reach, outwards rather than inwards and
 * never into the scene itself; an end without a silence near enough stays where it is.
 */
export function avoidSpeech(cut: FrameRange, scene: FrameRange, avoiding: SpeechAvoiding): FrameRange {
  const start = quietStart(cut.start, scene.start, avoiding);
  const end = quietEnd(cut.end, scene.end, avoiding);
  return start < end ? { start, end } : cut;
}

function quietStart(frame: number, sceneStart: number, avoiding: SpeechAvoiding): number {
  const { silences, within, clock } = avoiding;
  if (silences.some(({ start, end }) => start <= frame && frame < end)) return frame;
  const candidates = silences.map(({ start, end }) => Math.max(start, within.start, frameBack(end, clock)));
  return nearest(
    frame,
    candidates,
    (at) => at >= within.start && at <= Math.max(frame, sceneStart),
    avoiding,
  );
}

function quietEnd(frame: number, sceneEnd: number, avoiding: SpeechAvoiding): number {
  const { silences, within, clock } = avoiding;
  if (silences.some(({ start, end }) => start < frame && frame <= end)) return frame;
  const candidates = silences.map(({ start, end }) => Math.min(end, within.end, frameOn(start, clock)));
  return nearest(frame, candidates, (at) => at <= within.end && at >= Math.min(frame, sceneEnd), avoiding);
}

/** The last frame, at least one, of a silence that ends here, a little before its end. */
const frameBack = (end: number, clock: FrameClock): number =>
  Math.min(end - 1, clock.frameAt(Math.max(0, clock.secondsAt(end) - LEAD_SECONDS)));

const frameOn = (start: number, clock: FrameClock): number =>
  Math.max(start + 1, clock.frameAt(clock.secondsAt(start) + LEAD_SECONDS));

/** `mayBe` leaves outward moves and such inward ones as do not eat into the scene; of two as near the earlier found wins. */
function nearest(
  frame: number,
  candidates: readonly number[],
  mayBe: (candidate: number) => boolean,
  { clock, reachSeconds }: SpeechAvoiding,
): number {
  let best = frame;
  let distance = reachSeconds + 1e-6;
  for (const candidate of candidates.filter(mayBe)) {
    const away = Math.abs(clock.secondsAt(candidate) - clock.secondsAt(frame));
    if (away < distance) [best, distance] = [candidate, away];
  }
  return best;
}
