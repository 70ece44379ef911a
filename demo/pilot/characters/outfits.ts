/** Torsos in their clothes, from the neck to the hem; same units as body.ts. */
import { cel, flat, INK, line, oval, path, rect } from '../drawing/svg.js';
import type { Design, Outfit } from './design.js';

export function drawTorso(design: Design, narrow: number, fromBehind: boolean): string {
  const { legs, torso: tall, shoulders } = design.build;
  const box: TorsoBox = { top: -legs - tall, hip: -legs, w: shoulders * narrow, narrow };
  const neck =
    design.kind === 'human'
      ? rect(
          { x: -9 * narrow, y: box.top - 12, width: 18 * narrow, height: 26, round: 6 },
          { fill: design.skinShade, stroke: INK },
        )
      : '';
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
  flat(
    path`M${-w * 0.9} ${top + 14}Q${-w * 0.8} ${(top + hip) / 2} ${-w * flare + 2} ${hip + drop - 1}L${-w * flare * 0.5} ${hip + drop + 4}Q${-w * 0.5} ${(top + hip) / 2} ${-w * 0.6} ${top + 10}Z`,
    colour,
  );

function dress(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const collar = fromBehind
    ? ''
    : cel(
        path`M0 ${box.top + 6}Q${-box.w * 0.9} ${box.top - 4} ${-box.w * 0.62} ${box.top + 20}Q${-box.w * 0.2} ${box.top + 22} 0 ${box.top + 6}Q${box.w * 0.2} ${box.top + 22} ${box.w * 0.62} ${box.top + 20}Q${box.w * 0.9} ${box.top - 4} 0 ${box.top + 6}Z`,
        trim,
        2.4,
      );
  return (
    cel(skirt(box, 26, 1.5), main) +
    sideShade(box, 26, 1.5, shade) +
    line(path`M${-box.w * 0.86} ${box.hip - 16}Q0 ${box.hip - 8} ${box.w * 0.86} ${box.hip - 16}`, trim, 5) +
    collar
  );
}

function hoodie(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const stripe = line(
    path`M${-box.w * 0.9} ${(box.top + box.hip) / 2 + 4}Q0 ${(box.top + box.hip) / 2 + 12} ${box.w * 0.9} ${(box.top + box.hip) / 2 + 4}`,
    trim,
    9,
  );
  const hood = cel(
    path`M${-box.w * 0.7} ${box.top + 10}Q0 ${box.top + 28} ${box.w * 0.7} ${box.top + 10}Q${box.w * 0.6} ${box.top - 4} 0 ${box.top + 4}Q${-box.w * 0.6} ${box.top - 4} ${-box.w * 0.7} ${box.top + 10}Z`,
    shade,
    2.6,
  );
  return (
    cel(skirt(box, 8, 0.94), main) +
    sideShade(box, 6, 0.94, shade) +
    stripe +
    hood +
    (fromBehind ? '' : line(path`M-6 ${box.top + 20}v16M6 ${box.top + 20}v14`, '#fff6e0', 2.6))
  );
}

function armour(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const cape = cel(
    path`M${-box.w} ${box.top + 8}Q${-box.w * 2} ${box.hip} ${-box.w * 1.5} ${box.hip + 44}L${box.w * 1.3} ${box.hip + 44}Q${box.w * 1.5} ${box.hip} ${box.w} ${box.top + 8}Z`,
    trim,
  );
  const plate =
    cel(skirt(box, 6, 0.98), main) +
    sideShade(box, 4, 0.98, shade) +
    line(
      path`M${box.w * 0.3} ${box.top + 18}Q${box.w * 0.6} ${box.top + 34} ${box.w * 0.5} ${box.top + 52}`,
      '#fff',
      4,
    );
  const pads = [-1, 1]
    .map((s) => oval({ x: s * box.w * 0.9, y: box.top + 14, rx: 16, ry: 13 }, { fill: main, stroke: INK }))
    .join('');
  const star = path`M0 ${box.top + 24}l5 10l11 1l-8 8l2 11l-10 -5l-10 5l2 -11l-8 -8l11 -1Z`;
  return fromBehind ? plate + pads + cape : cape + plate + cel(star, '#e3c15c', 2.4) + pads;
}

function gown(design: Design, box: TorsoBox, withApron: boolean): string {
  const { main, shade, trim } = design.outfit;
  const drop = design.build.legs - 8;
  const apron = withApron
    ? cel(
        path`M${-box.w * 0.55} ${box.top + 34}H${box.w * 0.55}L${box.w * 1.05} ${box.hip + drop - 20}Q0 ${box.hip + drop - 4} ${-box.w * 1.05} ${box.hip + drop - 20}Z`,
        trim,
        2.6,
      )
    : line(
        path`M${-box.w * 1.3} ${box.hip + drop - 12}Q0 ${box.hip + drop} ${box.w * 1.3} ${box.hip + drop - 12}`,
        trim,
        6,
      );
  const buttons = withApron
    ? ''
    : [18, 36, 54]
        .map((dy) => oval({ x: 2, y: box.top + dy, rx: 3.4 }, { fill: trim, stroke: INK, width: 1.8 }))
        .join('');
  const collar = cel(
    path`M${-box.w * 0.5} ${box.top + 6}Q0 ${box.top + 26} ${box.w * 0.5} ${box.top + 6}Q0 ${box.top - 4} ${-box.w * 0.5} ${box.top + 6}Z`,
    trim,
    2.4,
  );
  return cel(skirt(box, drop, 1.45), main) + sideShade(box, drop, 1.45, shade) + apron + buttons + collar;
}

function coat(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const lapels = fromBehind
    ? ''
    : cel(
        path`M0 ${box.top + 50}L${-box.w * 0.5} ${box.top + 4}L${-box.w * 0.78} ${box.top + 26}Z`,
        shade,
        2.4,
      ) +
      cel(
        path`M0 ${box.top + 50}L${box.w * 0.5} ${box.top + 4}L${box.w * 0.78} ${box.top + 26}Z`,
        shade,
        2.4,
      ) +
      cel(path`M-14 ${box.top + 4}L14 ${box.top + 4}L0 ${box.top + 40}Z`, '#f2eee4', 2.4) +
      cel(path`M0 ${box.top + 12}l-11 -7v14ZM0 ${box.top + 12}l11 -7v14Z`, trim, 2.2);
  return (
    cel(skirt(box, 40, 1.25), main) +
    sideShade(box, 40, 1.25, shade) +
    line(path`M0 ${box.top + 50}L2 ${box.hip + 46}`, INK, 2.4) +
    [66, 88]
      .map((dy) => oval({ x: 10, y: box.top + dy, rx: 4 }, { fill: trim, stroke: INK, width: 2 }))
      .join('') +
    lapels
  );
}

function fur(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const pear = path`M${-box.w * 0.6} ${box.top}C${-box.w * 1.5} ${box.top + 40} ${-box.w * 1.6} ${box.hip + 16} 0 ${box.hip + 16}C${box.w * 1.6} ${box.hip + 16} ${box.w * 1.5} ${box.top + 40} ${box.w * 0.6} ${box.top}Z`;
  const belly = fromBehind ? '' : oval({ x: 4, y: box.hip - 22, rx: box.w * 0.8, ry: 32 }, { fill: shade });
  const scarf =
    cel(
      path`M${-box.w * 0.9} ${box.top + 2}Q0 ${box.top + 26} ${box.w * 0.9} ${box.top + 2}L${box.w * 0.86} ${box.top + 20}Q0 ${box.top + 40} ${-box.w * 0.86} ${box.top + 20}Z`,
      trim,
    ) + cel(path`M${box.w * 0.3} ${box.top + 24}l4 36l18 -4l-6 -36Z`, trim);
  return cel(pear, main) + belly + scarf;
}

function barrel(design: Design, box: TorsoBox, fromBehind: boolean): string {
  const { main, shade, trim } = design.outfit;
  const body = path`M${-box.w} ${box.top + 6}Q0 ${box.top - 8} ${box.w} ${box.top + 6}L${box.w * 1.06} ${box.hip}Q0 ${box.hip + 18} ${-box.w * 1.06} ${box.hip}Z`;
  const dial = fromBehind
    ? ''
    : oval({ x: 2, y: box.top + 40, rx: 16 }, { fill: '#fff6e0', stroke: INK }) +
      line(path`M2 ${box.top + 40}l8 -9`, '#c23b3b', 3.4);
  return (
    cel(body, main) +
    flat(
      path`M${-box.w + 2} ${box.top + 8}L${-box.w * 1.04} ${box.hip - 1}L${-box.w * 0.5} ${box.hip + 6}L${-box.w * 0.5} ${box.top + 4}Z`,
      shade,
    ) +
    line(path`M${-box.w} ${box.hip - 12}Q0 ${box.hip + 2} ${box.w} ${box.hip - 12}`, trim, 6) +
    dial
  );
}
