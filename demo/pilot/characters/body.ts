/** Bodies: origin between the feet, y upwards is negative, in head units; drawn looking right. */
import { cel, INK, line, oval, path, rect, tube } from '../drawing/svg.js';
import type { Design, Pose } from './design.js';
import { drawTorso } from './outfits.js';

export interface BodyLook {
  readonly design: Design;
  readonly pose: Pose;
  /** 0..1 through one stride; undefined stands still. */
  readonly stride?: number;
  /** Seconds, for swinging arms. */
  readonly time: number;
  readonly profile: boolean;
  readonly fromBehind: boolean;
}

/** Where the neck ends, above the ground. */
export const neckHeight = ({ build }: Design): number => build.legs + build.torso;

export function drawBody(look: BodyLook): { below: string; above: string } {
  const { design } = look;
  const narrow = look.profile ? 0.74 : 1;
  const arms = drawArms(look, narrow);
  return {
    below: drawLegs(look, narrow) + arms.far + drawTorso(design, narrow, look.fromBehind),
    above: arms.near,
  };
}

function drawLegs({ design, stride, profile }: BodyLook, narrow: number): string {
  const { legs } = design.build;
  const { legs: colour, shoes } = design.outfit;
  const swing = stride === undefined ? 0 : Math.sin(stride * 2 * Math.PI);
  return [-1, 1]
    .map((leg) => {
      const hip = leg * 13 * narrow;
      const foot = hip * 1.1 + leg * swing * 24;
      const lift = stride === undefined ? 0 : Math.max(0, leg * Math.cos(stride * 2 * Math.PI)) * 10;
      const toe = profile || stride !== undefined ? 6 : leg * 4;
      return (
        tube(
          path`M${hip} ${-legs - 10}Q${(hip + foot) / 2 + 3} ${-legs / 2} ${foot} ${-8 - lift}`,
          colour,
          15,
        ) +
        cel(
          path`M${foot - 12 + toe * 0.5} ${-lift}C${foot - 14} ${-16 - lift} ${foot + 8} ${-18 - lift} ${foot + 13 + toe} ${-6 - lift}Q${foot + 15 + toe} ${-lift} ${foot + 10 + toe} ${-lift}Z`,
          shoes,
        )
      );
    })
    .join('');
}

/** The hand against the shoulder, outwards positive, for the arm on the far and the near side; and the elbow's bend. */
const HANDS: Readonly<
  Record<Pose, readonly [far: readonly [number, number, number], near: readonly [number, number, number]]>
> = {
  rest: [
    [8, 58, 6],
    [8, 58, 6],
  ],
  wave: [
    [8, 58, 6],
    [38, -34, 16],
  ],
  hips: [
    [-4, 44, 30],
    [-4, 44, 30],
  ],
  hold: [
    [-14, 40, 14],
    [-14, 40, 14],
  ],
  point: [
    [8, 58, 6],
    [60, 4, 4],
  ],
  cheer: [
    [28, -34, 16],
    [28, -34, 16],
  ],
  clasp: [
    [-22, 26, 22],
    [-22, 26, 22],
  ],
  lamp: [
    [8, 56, 6],
    [40, 16, 16],
  ],
};

function drawArms(look: BodyLook, narrow: number): { far: string; near: string } {
  const { design, pose, time, stride } = look;
  const { shoulders } = design.build;
  const y = -neckHeight(design) + 16;
  const length = Math.min(1.25, design.build.torso / 78);
  const sleeve =
    design.outfit.style === 'dress'
      ? design.outfit.trim
      : design.outfit.style === 'armour'
        ? '#aab4c4'
        : design.outfit.main;
  const hand =
    design.kind === 'robot'
      ? '#2f7f86'
      : design.kind === 'badger'
        ? '#4a4752'
        : design.outfit.style === 'armour'
          ? '#8c98aa'
          : design.skin;
  const arm = (side: 1 | -1): string => {
    const [hx, hy, bend] = HANDS[pose][side === 1 ? 1 : 0];
    const sway =
      pose === 'wave' && side === 1
        ? Math.sin(time * 9) * 12
        : pose === 'cheer'
          ? Math.sin(time * 8 + side) * 6
          : 0;
    const walk = stride === undefined || pose !== 'rest' ? 0 : side * Math.sin(stride * 2 * Math.PI) * 22;
    const x0 = side * shoulders * 0.84 * narrow;
    const x1 = x0 + side * (hx + sway) * length + walk;
    const y1 = y + hy * length;
    const d = path`M${x0} ${y}Q${(x0 + x1) / 2 + side * bend} ${(y + y1) / 2 + bend * 0.4} ${x1} ${y1}`;
    return (
      tube(d, sleeve, 13) +
      oval({ x: x1, y: y1, rx: 9.5 }, { fill: hand, stroke: INK }) +
      (pose === 'lamp' && side === 1 ? lantern(x1, y1) : '')
    );
  };
  // Folded arms lie over the chest; arms raised or hanging look better behind it on the far side.
  return {
    far: pose === 'hold' || pose === 'clasp' ? '' : arm(-1),
    near: (pose === 'hold' || pose === 'clasp' ? arm(-1) : '') + arm(1),
  };
}

const lantern = (x: number, y: number): string =>
  line(path`M${x} ${y + 4}v10`, INK, 3) +
  cel(path`M${x - 12} ${y + 18}h24l4 30h-32Z`, '#ffe08a') +
  oval({ x, y: y + 36, rx: 6, ry: 9 }, { fill: '#fff6cf' }) +
  cel(path`M${x - 14} ${y + 19}q14 -14 28 0Z`, '#54412f', 2.6) +
  rect(
    { x: x - 17, y: y + 46, width: 34, height: 6, round: 2 },
    { fill: '#54412f', stroke: INK, width: 2.4 },
  );
