/** The exact truth of the whole film: who is on screen when, the shots, and boxes for some frames. */
import { CHARACTER_NAMES, type CharacterName } from './characters/cast.js';
import type { Rectangle } from './characters/design.js';
import { FILM } from './shot-list.js';
import { everybodyAt, facesAt, type Code, type FaceInFrame } from './sight.js';
import type { TimedShot } from './staging.js';
import { mixAt, openingRange } from './transitions.js';

export interface PilotTruth {
  readonly film: string;
  readonly framesPerSecond: number;
  readonly frameCount: number;
  readonly width: number;
  readonly height: number;
  readonly characters: readonly CharacterName[];
  /** Seconds [first, end) that are judged. */
  readonly range: readonly [number, number];
  /** By whole second: who is in its first frame, and how. */
  readonly seconds: Readonly<Record<string, Readonly<Partial<Record<CharacterName, Code>>>>>;
  /** By character: half-open ranges of frames in which the face is visible (code f), broken at shots. */
  readonly frames: Readonly<Record<CharacterName, readonly (readonly [number, number])[]>>;
  readonly shots: readonly ShotTruth[];
  /** White frames inside a shot, [from, end): no cut. Appearances run on through them. */
  readonly flashes: readonly (readonly [number, number])[];
}

interface ShotTruth {
  readonly name: string;
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
  readonly transition: 'start' | 'cut' | 'dissolve' | 'fade';
  /** The gradual change's frames [from, end); its middle is `first`. */
  readonly change?: readonly [number, number];
}

export function tellTruth(shots: readonly TimedShot[]): PilotTruth {
  const frameCount = shots.at(-1)?.end ?? 0;
  const everySecond = Math.ceil(frameCount / FILM.framesPerSecond);
  const codesAt = (second: number): Partial<Record<CharacterName, Code>> =>
    Object.fromEntries(everybodyAt(shots, second * FILM.framesPerSecond).map(({ id, code }) => [id, code]));
  return {
    film: 'pilot',
    framesPerSecond: FILM.framesPerSecond,
    frameCount,
    width: FILM.width,
    height: FILM.height,
    characters: CHARACTER_NAMES,
    range: [0, everySecond],
    seconds: Object.fromEntries(
      Array.from({ length: everySecond }, (_, second) => [String(second), codesAt(second)]),
    ),
    frames: visibleRanges(shots, frameCount),
    shots: shots.map(shotTruth),
    flashes: shots.flatMap(({ first, script: { flash } }) =>
      flash ? [[first + flash.at, first + flash.at + flash.frames] as const] : [],
    ),
  };
}

function visibleRanges(shots: readonly TimedShot[], frameCount: number): PilotTruth['frames'] {
  const ranges = Object.fromEntries(
    CHARACTER_NAMES.map((name) => [name, [] as [number, number][]]),
  ) as Record<CharacterName, [number, number][]>;
  const starts = new Set(shots.map(({ first }) => first));
  for (let frame = 0; frame < frameCount; frame++)
    for (const { id, code } of everybodyAt(shots, frame)) {
      if (code !== 'f') continue;
      const open = ranges[id].at(-1);
      if (open?.[1] === frame && !starts.has(frame)) open[1] = frame + 1;
      else ranges[id].push([frame, frame + 1]);
    }
  return ranges;
}

function shotTruth(shot: TimedShot): ShotTruth {
  const common = { name: shot.script.name, first: shot.first, last: shot.end - 1 };
  const opening = shot.script.opening;
  if (shot.index === 0) return { ...common, transition: 'start' };
  if (!opening || opening.kind === 'cut') return { ...common, transition: 'cut' };
  return { ...common, transition: opening.kind, change: openingRange(shot) };
}

/** Labelled frames: the first of every second and the middle of every shot; flashes are left out. */
export function tellBoxes(shots: readonly TimedShot[]): Readonly<Record<string, readonly FaceInFrame[]>> {
  const frameCount = shots.at(-1)?.end ?? 0;
  const seconds = Array.from(
    { length: Math.ceil(frameCount / FILM.framesPerSecond) },
    (_, s) => s * FILM.framesPerSecond,
  );
  const middles = shots.map(({ first, end }) => Math.floor((first + end) / 2));
  const frames = [...new Set([...seconds, ...middles])]
    .sort((a, b) => a - b)
    .filter((frame) => !mixAt(shots, frame).white);
  const tidy = (r: Rectangle): Rectangle =>
    r.map((edge) => Math.round(edge * 10) / 10) as unknown as Rectangle;
  return Object.fromEntries(
    frames.map((frame) => [
      String(frame),
      facesAt(shots, frame).map((face) => ({
        ...face,
        box: tidy(face.box),
        head: tidy(face.head),
        visible: Math.round(face.visible * 1000) / 1000,
      })),
    ]),
  );
}
