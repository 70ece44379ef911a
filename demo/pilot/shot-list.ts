/** The words a script is written in: who, where, when, and how the camera sees it. Frames count from the shot's first. */
import type { Expression } from '#domain/face/face.js';
import type { CharacterName } from './characters/cast.js';
import type { Pose } from './characters/design.js';
import type { Held, Moving } from './drawing/motion.js';
import type { PropName } from './sets/props.js';
import type { SetName } from './sets/sets.js';

export const FILM = { width: 1280, height: 720, framesPerSecond: 24 } as const;

/** `x`, `y`: the middle of the picture in world units. At zoom 1 a world unit is a pixel. */
export interface Camera {
  readonly x: Moving;
  readonly y: Moving;
  readonly zoom: Moving;
}

export interface Actor {
  readonly kind: 'actor';
  readonly who: CharacterName;
  readonly form?: string;
  /** World units; `y` is the ground under the feet. */
  readonly x: Moving;
  readonly y: Moving;
  /** World units per head unit: 1 makes a face about 100 high. */
  readonly scale: number;
  /** Degrees: 0 looks at us, 90 to the right, -90 to the left, 180 away. */
  readonly yaw: Moving;
  readonly expression: Held<Expression>;
  readonly pose?: Held<Pose>;
  /** Ranges of frames [from, end) in which the character speaks. */
  readonly talks?: readonly (readonly [number, number])[];
  readonly gaze?: readonly [number, number];
  readonly tilt?: Moving;
  /** Hops up and down while set. */
  readonly hops?: boolean;
}

export interface PropUse {
  readonly kind: 'prop';
  readonly prop: PropName;
  readonly x: Moving;
  readonly y: Moving;
  readonly scale: number;
  readonly spin?: Moving;
  /** World units a ball bounces; the ground is `y`. */
  readonly bounce?: { readonly height: number; readonly every: number };
}

export type Lighting = 'day' | 'night';

/** How a shot begins. A gradual change lies half before and half after the shot's first frame. */
type Opening =
  | { readonly kind: 'cut' }
  | { readonly kind: 'dissolve'; readonly frames: number }
  | { readonly kind: 'fade'; readonly frames: number };

export interface ShotScript {
  readonly name: string;
  readonly frames: number;
  readonly opening?: Opening;
  readonly set: SetName;
  readonly lighting?: Lighting;
  readonly camera: Camera;
  /** From back to front. */
  readonly items: readonly (Actor | PropUse)[];
  /** White frames inside the shot. */
  readonly flash?: { readonly at: number; readonly frames: number };
  /** MIDI note that the tune rests on in this shot. */
  readonly note: number;
}
