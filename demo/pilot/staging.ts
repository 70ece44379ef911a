/**
 * What stands where in one frame: the script played at a frame number. Pure; the picture and the truth are both
 * made from it, so that they cannot disagree.
 */
import { designOf } from './characters/cast.js';
import { turnOf } from './characters/design.js';
import type { FigureLook } from './characters/figure.js';
import { heldAt, movingAt } from './drawing/motion.js';
import { SCRIPT } from './script.js';
import { FILM, type Actor, type Lighting, type PropUse, type ShotScript } from './shot-list.js';
import type { SetName } from './sets/sets.js';

export interface CameraAt {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface StagedActor {
  readonly kind: 'actor';
  readonly actor: Actor;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly look: FigureLook;
}

export interface StagedProp {
  readonly kind: 'prop';
  readonly use: PropUse;
  readonly x: number;
  readonly y: number;
  /** World units above the ground. */
  readonly height: number;
  readonly spin: number;
}

/** One picture of one shot, before transitions. */
export interface Stage {
  readonly set: SetName;
  readonly lighting: Lighting;
  readonly camera: CameraAt;
  readonly items: readonly (StagedActor | StagedProp)[];
}

export interface TimedShot {
  readonly index: number;
  readonly script: ShotScript;
  /** First frame, and the frame after the last. */
  readonly first: number;
  readonly end: number;
}

export function timeShots(script: readonly ShotScript[] = SCRIPT): readonly TimedShot[] {
  let first = 0;
  return script.map((shot, index) => {
    const timed = { index, script: shot, first, end: first + shot.frames };
    first = timed.end;
    return timed;
  });
}

/** A drawing is held for two frames. A pan moves on every frame, or it would judder; a zoom may be held like a drawing. */
const onTwos = (frame: number): number => frame - (((frame % 2) + 2) % 2);

/** `frame` counts from the shot's first and may lie outside the shot, under a transition. */
export function stageAt(shot: TimedShot, frame: number): Stage {
  const { script } = shot;
  const drawing = onTwos(frame);
  const moment = typeof script.camera.zoom === 'number' ? frame : drawing;
  return {
    set: script.set,
    lighting: script.lighting ?? 'day',
    camera: {
      x: movingAt(script.camera.x, moment),
      y: movingAt(script.camera.y, moment),
      zoom: movingAt(script.camera.zoom, moment),
    },
    items: script.items.map((item, i) =>
      item.kind === 'actor'
        ? stageActor(item, { drawing, id: `s${shot.index}i${i}`, seed: i * 17 + shot.index * 29 })
        : stageProp(item, drawing),
    ),
  };
}

const SYLLABLES = [0.25, 0.9, 0.5, 1, 0.15, 0.7, 0.35, 0.85] as const;
const STRIDE_IN_HEAD_UNITS = 130;

function stageActor(actor: Actor, at: { drawing: number; id: string; seed: number }): StagedActor {
  const { drawing, id, seed } = at;
  const x = movingAt(actor.x, drawing);
  const speaks = (actor.talks ?? []).some(([from, end]) => drawing >= from && drawing < end);
  const walks =
    Math.abs(movingAt(actor.x, drawing + 2) - x) > 0.4 || Math.abs(x - movingAt(actor.x, drawing - 2)) > 0.4;
  const stride = walks ? Math.abs(x) / (actor.scale * STRIDE_IN_HEAD_UNITS) : undefined;
  const hop = actor.hops ? Math.abs(Math.sin(drawing * 0.28)) * 26 : 0;
  const step = stride === undefined ? 0 : Math.abs(Math.cos(stride * 2 * Math.PI)) * 5;
  const nod = speaks ? Math.sin(drawing * 0.55) * 2.2 : Math.sin((drawing + seed) * 0.12) * 0.8;
  const look: FigureLook = {
    design: designOf(actor.who, actor.form),
    turn: turnOf(movingAt(actor.yaw, drawing)),
    expression: heldAt(actor.expression, drawing),
    pose: heldAt(actor.pose ?? 'rest', drawing),
    talking: speaks ? (SYLLABLES[Math.abs(Math.floor(drawing / 2) + seed) % SYLLABLES.length] ?? 0) : 0,
    blinking: (drawing + seed * 3 + 600) % 62 < 4,
    gaze: actor.gaze ?? [0.25, 0.05],
    headTilt: movingAt(actor.tilt ?? 0, drawing) + nod,
    lift: hop + step,
    time: drawing / FILM.framesPerSecond,
    id,
    ...(stride === undefined ? {} : { stride }),
  };
  return { kind: 'actor', actor, x, y: movingAt(actor.y, drawing), scale: actor.scale, look };
}

function stageProp(use: PropUse, drawing: number): StagedProp {
  const phase = use.bounce
    ? (((drawing % use.bounce.every) + use.bounce.every) % use.bounce.every) / use.bounce.every
    : 0;
  const height = use.bounce ? use.bounce.height * 4 * phase * (1 - phase) : 0;
  return {
    kind: 'prop',
    use,
    x: movingAt(use.x, drawing),
    y: movingAt(use.y, drawing),
    height,
    spin: movingAt(use.spin ?? 0, drawing),
  };
}

/** From world units to pixels. */
export const toPixel = (camera: CameraAt, x: number, y: number): [number, number] => [
  (x - camera.x) * camera.zoom + FILM.width / 2,
  (y - camera.y) * camera.zoom + FILM.height / 2,
];
