/** Bodies: origin between the feet, y upwards is negative, in head units; drawn looking right. */
import { cel, flat, INK, line, oval, path, rect, tube } from '../drawing/svg.js';
import type { Design, Outfit, Pose } from './design.js';

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
    below: drawLegs(look, narrow) + arms.far + torso(design, narrow, look.fromBehind),
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
        tube(path`M${hip} ${-legs - 10}Q${(hip + foot) / 2 + 3} ${-legs / 2} ${foot} ${-8 - lift}`, colour, 15) +
        cel(path`M${foot - 12 + toe * 0.5} ${-lift}C${foot - 14} ${-16 - lift} ${foot + 8} ${-18 - lift} ${foot + 13 + toe} ${-6 - lift}Q${foot + 15 + toe} ${-lift} ${foot + 10 + toe} ${-lift}Z`, shoes)
      );
    })
    .join('');
}

/** The hand against the shoulder, outwards positive, for the arm on the far and the near side; and the elbow's bend. */
const HANDS: Readonly<Record<Pose, readonly [far: readonly [number, number, number], near: readonly [number, number, number]]>> = {
  rest: [[8, 58, 6], [8, 58, 6]],
  wave: [[8, 58, 6], [38, -34, 16]],
  hips: [[-4, 44, 30], [-4, 44, 30]],
  hold: [[-14, 40, 14], [-14, 40, 14]],
  point: [[8, 58, 6], [60, 4, 4]],
  cheer: [[28, -34, 16], [28, -34, 16]],
  clasp: [[-22, 26, 22], [-22, 26, 22]],
  lamp: [[8, 56, 6], [40, 16, 16]],
};

function drawArms(look: BodyLook, narrow: number): { far: string; near: string } {
  const { design, pose, time, stride } = look;
  const { shoulders } = design.build;
  const y = -neckHeight(design) + 16;
  const length = Math.min(1.25, design.build.torso / 78);
  const sleeve = design.outfit.style === 'dress' ? design.outfit.trim : design.outfit.style === 'armour' ? '#aab4c4' : design.outfit.main;
  const hand = design.kind === 'robot' ? '#2f7f86' : design.kind === 'badger' ? '#4a4752' : design.outfit.style === 'armour' ? '#8c98aa' : design.skin;
  const arm = (side: 1 | -1): string => {
    const [hx, hy, bend] = HANDS[pose][side === 1 ? 1 : 0];
    const sway = pose === 'wave' && side === 1 ? Math.sin(time * 9) * 12 : pose === 'cheer' ? Math.sin(time * 8 + side) * 6 : 0;
    const walk = stride === undefined || pose !== 'rest' ? 0 : side * Math.sin(stride * 2 * Math.PI) * 22;
    const x0 = side * shoulders * 0.84 * narrow;
    const x1 = x0 + side * (hx + sway) * length + walk;
    const y1 = y + hy * length;
    const d = path`M${x0} ${y}Q${(x0 + x1) / 2 + side * bend} ${(y + y1) / 2 + bend * 0.4} ${x1} ${y1}`;
    return tube(d, sleeve, 13) + oval({ x: x1, y: y1, rx: 9.5 }, { fill: hand, stroke: INK }) + (pose === 'lamp' && side === 1 ? lantern(x1, y1) : '');
  };
  // Folded arms lie over the chest; arms raised or hanging look better behind it on the far side.
  return { far: pose === 'hold' || pose === 'clasp' ? '' : arm(-1), near: (pose === 'hold' || pose === 'clasp' ? arm(-1) : '') + arm(1) };
}

const lantern = (x: number, y: number): string =>
  line(path`M${x} ${y + 4}v10`, INK, 3) +
  cel(path`M${x - 12} ${y + 18}h24l4 30h-32Z`, '#ffe08a') +
  oval({ x, y: y + 36, rx: 6, ry: 9 }, { fill: '#fff6cf' }) +
  cel(path`M${x - 14} ${y + 19}q14 -14 28 0Z`, '#54412f', 2.6) +
  rect({ x: x - 17, y: y + 46, width: 34, height: 6, round: 2 }, { fill: '#54412f', stroke: INK, width: 2.4 });

function torso(design: Design, narrow: number, fromBehind: boolean): string {
  const { legs, torso: tall, shoulders } = design.build;
  const box: TorsoBox = { top: -legs - tall, hip: -legs, w: shoulders * narrow, narrow };
  const neck = design.kind === 'human' ? rect({ x: -9 * narrow, y: box.top - 12, width: 18 * narrow, height: 26, round: 6 }, { fill: design.skinShade, stroke: INK }) : '';
  const outfits: Readonly<Record<Outfit, () => string>> = {
    dress: () => dress(design, box, fromBehind),
    hoodie: () => hoodie(design, box, fromBehind),
    armour: () => armour(design, box, fromBehind),
    apron: () => gown(design, box, !fromBehind),
    gown: () => gown(design, box, false),
    coat: () => coat(design, box, fromBehind),
    scarf: () => fur(design, box, fromBehind),
    barrel: () => barrel(design, box, fromBehind),
  };
  return neck + outfits[design.outfit.style]();
}

interface TorsoBox {
  readonly top: number;
  readonly hip: number;
  readonly w: number;
  readonly narrow: number;
}

const skirt = ({ top, hip, w }: TorsoBox, drop: number, flare: number): string =>
  path`M${-w * 0.55} ${top + 2}Q${-w} ${top + 4} ${-w} ${top + 22}Q${-w * 0.8} ${(top + hip) / 2} ${-w * flare} ${hip + drop}Q0 ${hip + drop + 12} ${w * flare} ${hip + drop}Q${w * 0.8} ${(top + hip) / 2} ${w} ${top + 22}Q${w} ${top + 4} ${w * 0.55} ${top + 2}Z`;

const sideShade = ({ top, hip, w }: TorsoBox, drop: number, flare: number, colour: string): string =>
  flat(path`M${-w * 0.9} ${top + 14}Q${-w * 0.8} ${(top + hip) / 2} ${-w * flare + 2} ${hip + drop - 1}L${-w * flare * 0.5} ${hip + drop + 4}Q${-w * 0.5} ${(top + hip) / 2} ${-w * 0.6} ${top + 10}Z`, colour);

function dress(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const collar = fromBehind ? '' : cel(path`M0 ${box.top + 6}Q${-box.w * 0.9} ${box.top - 4} ${-box.w * 0.62} ${box.top + 20}Q${-box.w * 0.2} ${box.top + 22} 0 ${box.top + 6}Q${box.w * 0.2} ${box.top + 22} ${box.w * 0.62} ${box.top + 20}Q${box.w * 0.9} ${box.top - 4} 0 ${box.top + 6}Z`, trim, 2.4);
  return cel(skirt(box, 26, 1.5), main) + sideShade(box, 26, 1.5, shade) + line(path`M${-box.w * 0.86} ${box.hip - 16}Q0 ${box.hip - 8} ${box.w * 0.86} ${box.hip - 16}`, trim, 5) + collar;
}

function hoodie(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const stripe = line(path`M${-box.w * 0.9} ${(box.top + box.hip) / 2 + 4}Q0 ${(box.top + box.hip) / 2 + 12} ${box.w * 0.9} ${(box.top + box.hip) / 2 + 4}`, trim, 9);
  const hood = cel(path`M${-box.w * 0.7} ${box.top + 10}Q0 ${box.top + 28} ${box.w * 0.7} ${box.top + 10}Q${box.w * 0.6} ${box.top - 4} 0 ${box.top + 4}Q${-box.w * 0.6} ${box.top - 4} ${-box.w * 0.7} ${box.top + 10}Z`, shade, 2.6);
  return cel(skirt(box, 8, 0.94), main) + sideShade(box, 6, 0.94, shade) + stripe + hood + (fromBehind ? '' : line(path`M-6 ${box.top + 20}v16M6 ${box.top + 20}v14`, '#fff6e0', 2.6));
}

function armour(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const cape = cel(path`M${-box.w} ${box.top + 8}Q${-box.w * 2} ${box.hip} ${-box.w * 1.5} ${box.hip + 44}L${box.w * 1.3} ${box.hip + 44}Q${box.w * 1.5} ${box.hip} ${box.w} ${box.top + 8}Z`, trim);
  const plate = cel(skirt(box, 6, 0.98), main) + sideShade(box, 4, 0.98, shade) + line(path`M${box.w * 0.3} ${box.top + 18}Q${box.w * 0.6} ${box.top + 34} ${box.w * 0.5} ${box.top + 52}`, '#fff', 4);
  const pads = [-1, 1].map((s) => oval({ x: s * box.w * 0.9, y: box.top + 14, rx: 16, ry: 13 }, { fill: main, stroke: INK })).join('');
  const star = path`M0 ${box.top + 24}l5 10l11 1l-8 8l2 11l-10 -5l-10 5l2 -11l-8 -8l11 -1Z`;
  return fromBehind ? plate + pads + cape : cape + plate + cel(star, '#e3c15c', 2.4) + pads;
}

function gown(design: Design, box: TorsoBox, withApron: boolean): string {
  const { main, shade, trim } = design.outfit;
  const drop = design.build.legs - 8;
  const apron = withApron
    ? cel(path`M${-box.w * 0.55} ${box.top + 34}H${box.w * 0.55}L${box.w * 1.05} ${box.hip + drop - 20}Q0 ${box.hip + drop - 4} ${-box.w * 1.05} ${box.hip + drop - 20}Z`, trim, 2.6)
    : line(path`M${-box.w * 1.3} ${box.hip + drop - 12}Q0 ${box.hip + drop} ${box.w * 1.3} ${box.hip + drop - 12}`, trim, 6);
  const buttons = withApron ? '' : [18, 36, 54].map((dy) => oval({ x: 2, y: box.top + dy, rx: 3.4 }, { fill: trim, stroke: INK, width: 1.8 })).join('');
  const collar = cel(path`M${-box.w * 0.5} ${box.top + 6}Q0 ${box.top + 26} ${box.w * 0.5} ${box.top + 6}Q0 ${box.top - 4} ${-box.w * 0.5} ${box.top + 6}Z`, trim, 2.4);
  return cel(skirt(box, drop, 1.45), main) + sideShade(box, drop, 1.45, shade) + apron + buttons + collar;
}

function coat(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const lapels = fromBehind ? '' : cel(path`M0 ${box.top + 50}L${-box.w * 0.5} ${box.top + 4}L${-box.w * 0.78} ${box.top + 26}Z`, shade, 2.4) + cel(path`M0 ${box.top + 50}L${box.w * 0.5} ${box.top + 4}L${box.w * 0.78} ${box.top + 26}Z`, shade, 2.4) + cel(path`M-14 ${box.top + 4}L14 ${box.top + 4}L0 ${box.top + 40}Z`, '#f2eee4', 2.4) + cel(path`M0 ${box.top + 12}l-11 -7v14ZM0 ${box.top + 12}l11 -7v14Z`, trim, 2.2);
  return cel(skirt(box, 40, 1.25), main) + sideShade(box, 40, 1.25, shade) + line(path`M0 ${box.top + 50}L2 ${box.hip + 46}`, INK, 2.4) + [66, 88].map((dy) => oval({ x: 10, y: box.top + dy, rx: 4 }, { fill: trim, stroke: INK, width: 2 })).join('') + lapels;
}

function fur(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const pear = path`M${-box.w * 0.6} ${box.top}C${-box.w * 1.5} ${box.top + 40} ${-box.w * 1.6} ${box.hip + 16} 0 ${box.hip + 16}C${box.w * 1.6} ${box.hip + 16} ${box.w * 1.5} ${box.top + 40} ${box.w * 0.6} ${box.top}Z`;
  const belly = fromBehind ? '' : oval({ x: 4, y: box.hip - 22, rx: box.w * 0.8, ry: 32 }, { fill: shade });
  const scarf = cel(path`M${-box.w * 0.9} ${box.top + 2}Q0 ${box.top + 26} ${box.w * 0.9} ${box.top + 2}L${box.w * 0.86} ${box.top + 20}Q0 ${box.top + 40} ${-box.w * 0.86} ${box.top + 20}Z`, trim) + cel(path`M${box.w * 0.3} ${box.top + 24}l4 36l18 -4l-6 -36Z`, trim);
  return cel(pear, main) + belly + scarf;
}

function barrel(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const body = path`M${-box.w} ${box.top + 6}Q0 ${box.top - 8} ${box.w} ${box.top + 6}L${box.w * 1.06} ${box.hip}Q0 ${box.hip + 18} ${-box.w * 1.06} ${box.hip}Z`;
  const dial = fromBehind ? '' : oval({ x: 2, y: box.top + 40, rx: 16 }, { fill: '#fff6e0', stroke: INK }) + line(path`M2 ${box.top + 40}l8 -9`, '#c23b3b', 3.4);
  return cel(body, main) + flat(path`M${-box.w + 2} ${box.top + 8}L${-box.w * 1.04} ${box.hip - 1}L${-box.w * 0.5} ${box.hip + 6}L${-box.w * 0.5} ${box.top + 4}Z`, shade) + line(path`M${-box.w} ${box.hip - 12}Q0 ${box.hip + 2} ${box.w} ${box.hip - 12}`, trim, 6) + dial;
}
