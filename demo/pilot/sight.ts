/** Who is in sight in one frame, and with how much of the face: from geometry alone, no picture is read. */
import type { Expression } from '#domain/face/face.js';
import type { CharacterName } from './characters/cast.js';
import type { HeadLook, Rectangle } from './characters/design.js';
import { headCentre, headGeometry } from './characters/figure.js';
import { FILM } from './shot-list.js';
import { PROPS, type Area } from './sets/props.js';
import {
  stageAt,
  toPixel,
  type CameraAt,
  type StagedActor,
  type StagedProp,
  type TimedShot,
} from './staging.js';
import { mixAt } from './transitions.js';

/** A face smaller than this many pixels is tiny: not judged. */
const TINY_FACE = 20;
/** Less of a face than this share in sight counts as hidden: not judged. */
const HIDDEN_FACE = 0.5;
/** Under a dissolve or a fade a shot counts from this weight on. */
const VISIBLE_WEIGHT = 0.5;

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
  readonly code: Code;
}

/** f: face visible; s: face visible but tiny; b: seen without a face. */
export type Code = 'f' | 's' | 'b';

/** Everybody in the frame's leading shot, seen with or without a face. */
export function everybodyAt(shots: readonly TimedShot[], frame: number): readonly FaceInFrame[] {
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
  everybodyAt(shots, frame).filter(({ view, visible }) => view !== 'back' && visible > 0.05);

function see(
  staged: StagedActor,
  camera: CameraAt,
  inFront: readonly (StagedActor | StagedProp)[],
): FaceInFrame | undefined {
  const { design, turn, expression } = staged.look;
  const geometry = headGeometry(design, turn);
  const head = boundsOf(outline(staged, geometry.head), camera);
  const headInSight = cut(head);
  if (!headInSight) return undefined;
  const common = {
    id: staged.actor.who,
    form: staged.actor.form ?? 'usual',
    view: turn.view,
    expression,
    head: headInSight,
  };
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
    return headToWorld(staged, [
      (x1 + x2) / 2 + ((x2 - x1) / 2) * Math.cos(a),
      (y1 + y2) / 2 + ((y2 - y1) / 2) * Math.sin(a),
    ]);
  });

function boundsOf(points: readonly Point[], camera: CameraAt): Rectangle {
  const pixels = points.map(([x, y]) => toPixel(camera, x, y));
  const xs = pixels.map(([x]) => x);
  const ys = pixels.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function cut([x1, y1, x2, y2]: Rectangle): Rectangle | undefined {
  const box = [
    Math.max(0, x1),
    Math.max(0, y1),
    Math.min(FILM.width, x2),
    Math.min(FILM.height, y2),
  ] as const;
  return box[2] - box[0] > 1 && box[3] - box[1] > 1 ? box : undefined;
}

const SAMPLES = 24;

/** Of a grid of points on the face: how many lie in the picture with nothing in front. */
function shareInSight(
  staged: StagedActor,
  face: Rectangle,
  camera: CameraAt,
  inFront: readonly (StagedActor | StagedProp)[],
): number {
  const [x1, y1, x2, y2] = face;
  const hiding = inFront.flatMap(areasOf);
  let all = 0;
  let inSight = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const u = (((i % SAMPLES) + 0.5) / SAMPLES) * 2 - 1;
    const v = ((Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * 2 - 1;
    if (u * u + v * v > 1) continue;
    all++;
    const point = headToWorld(staged, [
      (x1 + x2) / 2 + (u * (x2 - x1)) / 2,
      (y1 + y2) / 2 + (v * (y2 - y1)) / 2,
    ]);
    const [px, py] = toPixel(camera, ...point);
    const inPicture = px >= 0 && px < FILM.width && py >= 0 && py < FILM.height;
    if (inPicture && !hiding.some((area) => covers(area, point))) inSight++;
  }
  return inSight / all;
}

/** What an item hides of those behind it, in world units. */
function areasOf(item: StagedActor | StagedProp): Area[] {
  if (item.kind === 'prop') return PROPS[item.use.prop].hides.map((area) => shifted(area, item));
  const [x1, y1, x2, y2] = boundsOf(outline(item, headGeometry(item.look.design, item.look.turn).head), {
    x: FILM.width / 2,
    y: FILM.height / 2,
    zoom: 1,
  });
  const { shoulders } = item.look.design.build;
  const neck = item.y + (headCentre(item.look.design, item.look.lift).y + 40) * item.scale;
  return [
    { kind: 'oval', x: (x1 + x2) / 2, y: (y1 + y2) / 2, rx: (x2 - x1) / 2, ry: (y2 - y1) / 2 },
    {
      kind: 'rect',
      x1: item.x - shoulders * item.scale,
      y1: neck,
      x2: item.x + shoulders * item.scale,
      y2: item.y,
    },
  ];
}

function shifted(area: Area, { use, x, y, height }: StagedProp): Area {
  const s = use.scale;
  const bottom = y - height;
  if (area.kind === 'rect')
    return {
      kind: 'rect',
      x1: x + area.x1 * s,
      y1: bottom + area.y1 * s,
      x2: x + area.x2 * s,
      y2: bottom + area.y2 * s,
    };
  return { kind: 'oval', x: x + area.x * s, y: bottom + area.y * s, rx: area.rx * s, ry: area.ry * s };
}

const covers = (area: Area, [x, y]: Point): boolean =>
  area.kind === 'rect'
    ? x >= area.x1 && x <= area.x2 && y >= area.y1 && y <= area.y2
    : ((x - area.x) / area.rx) ** 2 + ((y - area.y) / area.ry) ** 2 <= 1;
