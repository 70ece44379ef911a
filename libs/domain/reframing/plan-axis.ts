import { narrow, pullTaut, roundOff, topSpeed, type Corridor } from './camera-path.js';

/** What shall be inside the window along one axis, in one frame: the face, and what should be around it where there is room. */
export interface Subject {
  readonly face: readonly [start: number, end: number];
  readonly around: readonly [start: number, end: number];
}

export interface AxisRequest {
  /** Per frame; undefined where there is nothing to follow. */
  readonly subjects: readonly (Subject | undefined)[];
  /** Length of the window and of the picture. */
  readonly window: number;
  readonly picture: number;
  readonly framesPerSecond: number;
}

/** How far from the middle of the window its subject may wander, as a share of the window, before the camera follows. */
const DEAD_ZONES = [0.1, 0.2, 0.3, Infinity];
/** Fastest movement, in windows per second. */
const TOP_SPEED = 0.8;
/** Starting, stopping and turning take this long. */
const EASING_SECONDS = [0.6, 0.3];

/**
 * Where the window begins in every frame of a shot. The face is inside in every frame, with what is around it where both
 * fit; the camera stands still as long as it may, and moves slowly, with soft starts, where it must. The rules give way
 * in this order: dead zone, softness, margin, speed; the face never does.
 */
export function planAxis(request: AxisRequest): number[] {
  const { subjects, window, picture, framesPerSecond } = request;
  const room = picture - window;
  if (room <= 0) return subjects.map(() => 0);
  const rest = restOf(request);
  let best: { path: number[]; speed: number } | undefined;
  for (const { corridor, half } of listTries(request)) {
    const narrowed = narrow(corridor, 2 * half);
    if (narrowed.low.some((low, at) => low > narrowed.high[at]!)) continue;
    const path = roundOff(pullTaut(narrowed, rest), half);
    const speed = (topSpeed(path) * framesPerSecond) / window;
    if (speed <= TOP_SPEED) return settle(path, request);
    // slower, and not by a hair: else the better framing wins
    if (!best || speed < best.speed * 0.8) best = { path, speed };
  }
  return settle(best?.path ?? subjects.map(() => rest), request);
}

/** From the finest framing to the one that is always possible. */
function* listTries(request: AxisRequest): Generator<{ corridor: Corridor; half: number }> {
  for (const part of ['around', 'face'] as const) {
    for (const seconds of EASING_SECONDS) {
      const half = Math.max(1, Math.round((seconds * request.framesPerSecond) / 4));
      for (const zone of DEAD_ZONES) yield { corridor: corridorOf(request, part, zone), half };
    }
  }
  yield { corridor: corridorOf(request, 'face', Infinity), half: 0 };
}

function corridorOf(
  { subjects, window, picture }: AxisRequest,
  part: keyof Subject,
  deadZone: number,
): Corridor {
  const room = picture - window;
  const places = subjects.map((subject): [number, number] => {
    if (!subject) return [0, room];
    const centred = middleOf(subject.face) - window / 2;
    const wander = deadZone * window;
    const held = placesHolding(subject[part], window, picture);
    const near = [clamp(centred - wander, room), clamp(centred + wander, room)] as const;
    // the middle is a wish, the box is a must
    return [Math.min(Math.max(near[0], held[0]), held[1]), Math.max(Math.min(near[1], held[1]), held[0])];
  });
  return { low: places.map(([low]) => low), high: places.map(([, high]) => high) };
}

/** Where a window may begin that holds a box; the box's middle where it is longer than the window. */
function placesHolding(
  [start, end]: readonly [number, number],
  window: number,
  picture: number,
): [number, number] {
  const room = picture - window;
  const [from, until] = [Math.max(0, start), Math.min(picture, end)];
  if (until - from >= window) {
    const middle = clamp((from + until) / 2 - window / 2, room);
    return [middle, middle];
  }
  return [clamp(until - window, room), clamp(from, room)];
}

/** Where nothing forces a place: the mean of what is followed in the middle of the window. */
function restOf({ subjects, window, picture }: AxisRequest): number {
  const middles = subjects.flatMap((subject) => (subject ? [middleOf(subject.face)] : []));
  const mean =
    middles.length > 0 ? middles.reduce((sum, middle) => sum + middle, 0) / middles.length : picture / 2;
  return clamp(mean - window / 2, picture - window);
}

/** Whole pixels. Rounding never takes the edge of a face away that a neighbouring pixel would have kept. */
function settle(path: readonly number[], { subjects, window, picture }: AxisRequest): number[] {
  return path.map((place, at) => {
    const subject = subjects[at];
    const [low, high] = subject ? placesHolding(subject.face, window, picture) : [0, picture - window];
    const rounded = Math.round(place);
    const [least, most] = [Math.ceil(low - 1e-9), Math.floor(high + 1e-9)];
    return least <= most ? Math.min(Math.max(rounded, least), most) : rounded;
  });
}

const middleOf = ([start, end]: readonly [number, number]): number => (start + end) / 2;
const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
