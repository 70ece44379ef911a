/**
 * The exact truth of the film, from geometry alone: no picture is read. What counts is written beside each constant.
 */
import type { Expression } from '#domain/face/face.js';
import { CHARACTER_NAMES, type CharacterName } from './characters/cast.js';
import type { HeadLook, Rectangle } from './characters/design.js';
import { headCentre, headGeometry } from './characters/figure.js';
import { FILM } from './shot-list.js';
import { PROPS, type Area } from './sets/props.js';
import { stageAt, toPixel, type CameraAt, type StagedActor, type StagedProp, type TimedShot } from './staging.js';
import { mixAt, openingRange } from './transitions.js';

/** A face smaller than this many pixels is tiny: not judged. */
export const TINY_FACE = 20;
/** Less of a face than this share in sight counts as hidden: not judged. */
export const HIDDEN_FACE = 0.5;
/** Under a dissolve or a fade a shot counts from this weight on. */
export const VISIBLE_WEIGHT = 0.5;

export interface FaceInFrame {
  readonly id: CharacterName;
  readonly form: string;
  /** Pixels, cut to the picture. */
  readonly box: Rectangle;
  readonly head: Rectangle;
  /** Share of the face that neither the picture's edge nor anything in front hides, 0..1. */
  readonly visible: number;
  /** True where a person would argue: tiny, mostly hidden, or under a transition. */
  readonly ignore: boolean;
  readonly view: HeadLook['turn']['view'];
  readonly expression: Expression;
}

/** f: face visible; s: face visible but tiny; b: seen without a face. */
export type Code = 'f' | 's' | 'b';

interface Seen extends FaceInFrame {
  readonly code: Code;
}

/** Everybody in the frame's leading shot, seen with or without a face. */
export function everybodyAt(shots: readonly TimedShot[], frame: number): readonly Seen[] {
  const { layers } = mixAt(shots, frame);
  const layer = [...layers].sort((a, b) => b.weight - a.weight)[0];
  if (!layer || layer.weight < VISIBLE_WEIGHT) return [];
  const stage = stageAt(layer.shot, layer.frame);
  return stage.items.flatMap((item, depth) => {
    if (item.kind !== 'actor') return [];
    const seen = see(item, stage.camera, stage.items.slice(depth + 1));
    return seen ? [{ ...seen, ignore: seen.ignore || layer.weight < 1 }] : [];
  });
}

/** The faces of one frame, as a labelling person would box them. */
export const facesAt = (shots: readonly TimedShot[], frame: number): readonly FaceInFrame[] =>
  everybodyAt(shots, frame)
    .filter(({ view, visible }) => view !== 'back' && visible > 0.05)
    .map(({ code: _code, ...face }) => face);

function see(staged: StagedActor, camera: CameraAt, inFront: readonly (StagedActor | StagedProp)[]): Seen | undefined {
  const { design, turn, expression } = staged.look;
  const geometry = headGeometry(design, turn);
  const head = boundsOf(outline(staged, geometry.head), camera);
  const headInSight = cut(head);
  if (!headInSight) return undefined;
  const common = { id: staged.actor.who, form: staged.actor.form ?? 'usual', view: turn.view, expression, head: headInSight };
  if (turn.view === 'back') return { ...common, box: headInSight, visible: 0, ignore: true, code: 'b' };
  const whole = boundsOf(outline(staged, geometry.face), camera);
  const box = cut(whole);
  const visible = shareInSight(staged, geometry.face, camera, inFront);
  if (!box) return { ...common, box: headInSight, visible: 0, ignore: true, code: 'b' };
  const tiny = whole[3] - whole[1] < TINY_FACE;
  const code = visible < HIDDEN_FACE ? 'b' : tiny ? 's' : 'f';
  return { ...common, box, visible, ignore: code !== 'f', code };
}

type Point = readonly [x: number, y: number];

/** A point of the head, from head units to world units: mirrored, tilted, put on the neck, scaled. */
function headToWorld({ x, y, scale, look }: StagedActor, [hx, hy]: Point): Point {
  const centre = headCentre(look.design, look.lift);
  const angle = (look.headTilt * Math.PI) / 180;
  const mx = hx * look.turn.side;
  const px = centre.x + mx * Math.cos(angle) - hy * Math.sin(angle);
  const py = centre.y + mx * Math.sin(angle) + hy * Math.cos(angle);
  return [x + px * scale, y + py * scale];
}

/** The oval inside a rectangle of the head, in world units. */
const outline = (staged: StagedActor, [x1, y1, x2, y2]: Rectangle): Point[] =>
  Array.from({ length: 48 }, (_, i) => {
    const a = (i * Math.PI) / 24;
    return headToWorld(staged, [(x1 + x2) / 2 + ((x2 - x1) / 2) * Math.cos(a), (y1 + y2) / 2 + ((y2 - y1) / 2) * Math.sin(a)]);
  });

function boundsOf(points: readonly Point[], camera: CameraAt): Rectangle {
  const pixels = points.map(([x, y]) => toPixel(camera, x, y));
  const xs = pixels.map(([x]) => x);
  const ys = pixels.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function cut([x1, y1, x2, y2]: Rectangle): Rectangle | undefined {
  const box = [Math.max(0, x1), Math.max(0, y1), Math.min(FILM.width, x2), Math.min(FILM.height, y2)] as const;
  return box[2] - box[0] > 1 && box[3] - box[1] > 1 ? box : undefined;
}

const SAMPLES = 24;

/** Of a grid of points on the face: how many lie in the picture with nothing in front. */
function shareInSight(staged: StagedActor, face: Rectangle, camera: CameraAt, inFront: readonly (StagedActor | StagedProp)[]): number {
  const [x1, y1, x2, y2] = face;
  const hiding = inFront.flatMap(areasOf);
  let all = 0;
  let inSight = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const u = (((i % SAMPLES) + 0.5) / SAMPLES) * 2 - 1;
    const v = ((Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * 2 - 1;
    if (u * u + v * v > 1) continue;
    all++;
    const point = headToWorld(staged, [(x1 + x2) / 2 + (u * (x2 - x1)) / 2, (y1 + y2) / 2 + (v * (y2 - y1)) / 2]);
    const [px, py] = toPixel(camera, ...point);
    const inPicture = px >= 0 && px < FILM.width && py >= 0 && py < FILM.height;
    if (inPicture && !hiding.some((area) => covers(area, point))) inSight++;
  }
  return inSight / all;
}

/** What an item hides of those behind it, in world units. */
function areasOf(item: StagedActor | StagedProp): Area[] {
  if (item.kind === 'prop') return PROPS[item.use.prop].hides.map((area) => shifted(area, item));
  const [x1, y1, x2, y2] = boundsOf(outline(item, headGeometry(item.look.design, item.look.turn).head), { x: FILM.width / 2, y: FILM.height / 2, zoom: 1 });
  const { shoulders } = item.look.design.build;
  const neck = item.y + (headCentre(item.look.design, item.look.lift).y + 40) * item.scale;
  return [
    { kind: 'oval', x: (x1 + x2) / 2, y: (y1 + y2) / 2, rx: (x2 - x1) / 2, ry: (y2 - y1) / 2 },
    { kind: 'rect', x1: item.x - shoulders * item.scale, y1: neck, x2: item.x + shoulders * item.scale, y2: item.y },
  ];
}

function shifted(area: Area, { use, x, y, height }: StagedProp): Area {
  const s = use.scale;
  const bottom = y - height;
  if (area.kind === 'rect') return { kind: 'rect', x1: x + area.x1 * s, y1: bottom + area.y1 * s, x2: x + area.x2 * s, y2: bottom + area.y2 * s };
  return { kind: 'oval', x: x + area.x * s, y: bottom + area.y * s, rx: area.rx * s, ry: area.ry * s };
}

const covers = (area: Area, [x, y]: Point): boolean =>
  area.kind === 'rect'
    ? x >= area.x1 && x <= area.x2 && y >= area.y1 && y <= area.y2
    : ((x - area.x) / area.rx) ** 2 + ((y - area.y) / area.ry) ** 2 <= 1;

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

export interface ShotTruth {
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
    seconds: Object.fromEntries(Array.from({ length: everySecond }, (_, second) => [String(second), codesAt(second)])),
    frames: visibleRanges(shots, frameCount),
    shots: shots.map(shotTruth),
    flashes: shots.flatMap(({ first, script: { flash } }) => (flash ? [[first + flash.at, first + flash.at + flash.frames] as const] : [])),
  };
}

function visibleRanges(shots: readonly TimedShot[], frameCount: number): PilotTruth['frames'] {
  const ranges = Object.fromEntries(CHARACTER_NAMES.map((name) => [name, [] as [number, number][]])) as Record<CharacterName, [number, number][]>;
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
  const seconds = Array.from({ length: Math.ceil(frameCount / FILM.framesPerSecond) }, (_, s) => s * FILM.framesPerSecond);
  const middles = shots.map(({ first, end }) => Math.floor((first + end) / 2));
  const frames = [...new Set([...seconds, ...middles])].sort((a, b) => a - b).filter((frame) => !mixAt(shots, frame).white);
  const tidy = (r: Rectangle): Rectangle => r.map((edge) => Math.round(edge * 10) / 10) as unknown as Rectangle;
  return Object.fromEntries(
    frames.map((frame) => [
      String(frame),
      facesAt(shots, frame).map((face) => ({ ...face, box: tidy(face.box), head: tidy(face.head), visible: Math.round(face.visible * 1000) / 1000 })),
    ]),
  );
}

