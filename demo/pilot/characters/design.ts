/**
 * The vocabulary of the cast: a design says what a character looks like, a look is how it is drawn in one moment.
 * Head units: the origin is the middle of the skull, a face is about 100 high, x points where the character looks.
 */
import type { Expression } from '#domain/face/face.js';

export type HairStyle = 'bow' | 'curls' | 'helmet' | 'bun' | 'nightcap' | 'bowler';
export type Outfit = 'dress' | 'hoodie' | 'armour' | 'apron' | 'gown' | 'coat' | 'scarf' | 'barrel';
type Kind = 'human' | 'badger' | 'robot';
type NoseShape = 'button' | 'bulb' | 'long';
export type Pose = 'rest' | 'wave' | 'hips' | 'hold' | 'point' | 'cheer' | 'clasp' | 'lamp';

export interface Design {
  readonly kind: Kind;
  readonly skin: string;
  readonly skinShade: string;
  readonly blush?: string;
  readonly iris: string;
  readonly lashes?: boolean;
  readonly freckles?: boolean;
  readonly glasses?: boolean;
  readonly moustache?: boolean;
  readonly wrinkles?: boolean;
  readonly nose: NoseShape;
  readonly brow: { readonly colour: string; readonly width: number };
  /** Half the width between the cheeks, and how broad the chin is (1 = round). */
  readonly face: { readonly halfWidth: number; readonly chin: number; readonly jaw: number };
  readonly hair: {
    readonly style: HairStyle;
    readonly colour: string;
    readonly light: string;
    readonly ribbon?: string;
  };
  readonly outfit: {
    readonly style: Outfit;
    readonly main: string;
    readonly shade: string;
    readonly trim: string;
    readonly legs: string;
    readonly shoes: string;
  };
  /** Lengths in head units. */
  readonly build: { readonly legs: number; readonly torso: number; readonly shoulders: number };
}

export type Rectangle = readonly [x1: number, y1: number, x2: number, y2: number];

export interface HeadLook {
  readonly design: Design;
  readonly turn: Turn;
  readonly expression: Expression;
  /** 0 shut .. 1 wide open, on top of what the expression asks for. */
  readonly talking: number;
  readonly blinking: boolean;
  /** Where the eyes look, -1..1 each, x positive in front of the character. */
  readonly gaze: readonly [number, number];
  /** Unique in the drawing; clip paths are named after it. */
  readonly id: string;
}

/** A head's turn, always drawn looking right and mirrored by `side`. */
export interface Turn {
  readonly side: 1 | -1;
  readonly view: 'front' | 'three-quarter' | 'profile' | 'back';
  /** 0 frontal .. 1 almost profile; only for the first two views. */
  readonly amount: number;
}

/** Yaw in degrees: 0 looks at us, 90 to the right, -90 to the left, 180 away. */
export function turnOf(yaw: number): Turn {
  const degrees = Math.abs(yaw);
  const side = yaw < 0 ? -1 : 1;
  if (degrees >= 135) return { side, view: 'back', amount: 0 };
  if (degrees >= 66) return { side, view: 'profile', amount: 1 };
  return { side, view: degrees < 20 ? 'front' : 'three-quarter', amount: degrees / 60 };
}

export interface HeadGeometry {
  /** Forehead to chin, cheek to cheek, nose and muzzle included, ears and hair excluded. Empty from behind. */
  readonly face: Rectangle;
  /** With hair, hat and ears. */
  readonly head: Rectangle;
}
