/** A whole character: body, head, and the boxes that truth is made of. */
import { place } from '../drawing/svg.js';
import { badgerGeometry, drawBadgerHead } from './badger-head.js';
import { drawBody, neckHeight, type BodyLook } from './body.js';
import type { Design, HeadGeometry, HeadLook, Turn } from './design.js';
import { drawHumanHead, humanGeometry } from './human-head.js';
import { drawRobotHead, robotGeometry } from './robot-head.js';

export interface FigureLook extends HeadLook, Omit<BodyLook, 'design' | 'profile' | 'fromBehind'> {
  /** Degrees, clockwise as seen by us. */
  readonly headTilt: number;
  /** Head units the body has risen: breathing, hopping. */
  readonly lift: number;
}

/** From the neck's end up to the middle of the skull. */
const HEAD_ABOVE_NECK = 40;

export const headCentre = (design: Design, lift: number): { x: number; y: number } => ({
  x: 0,
  y: -neckHeight(design) - HEAD_ABOVE_NECK - lift,
});

export function headGeometry(design: Design, turn: Turn): HeadGeometry {
  switch (design.kind) {
    case 'human':
      return humanGeometry(design, turn);
    case 'badger':
      return badgerGeometry(turn);
    case 'robot':
      return robotGeometry(turn);
  }
}

function drawHead(look: HeadLook): string {
  switch (look.design.kind) {
    case 'human':
      return drawHumanHead(look);
    case 'badger':
      return drawBadgerHead(look);
    case 'robot':
      return drawRobotHead(look);
  }
}

/** In head units, feet at the origin. */
export function drawFigure(look: FigureLook): string {
  const { side, view } = look.turn;
  const body = drawBody({ ...look, profile: view === 'profile', fromBehind: view === 'back' });
  const head = place({ ...headCentre(look.design, look.lift), side, tilt: look.headTilt }, drawHead(look));
  const mirrored = (part: string): string => place({ y: -look.lift, side }, part);
  return mirrored(body.below) + head + mirrored(body.above);
}
