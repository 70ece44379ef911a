/** Bramble's head: a badger with two stripes over the eyes and a muzzle that sticks out. */
import { cel, flat, inside, line, oval, ovalPath, path } from '../drawing/svg.js';
import type { HeadGeometry, HeadLook, Turn } from './design.js';
import { drawEyes, drawMouth, type Anchors } from './features.js';

const STRIPE = '#3d3a46';
const FUR = '#f6f0e4';
const GREY = '#9a97a3';

export function badgerGeometry(turn: Turn): HeadGeometry {
  if (turn.view === 'back') return { face: [0, 0, 0, 0], head: [-64, -66, 64, 48] };
  if (turn.view === 'profile') return { face: [-16, -46, 78, 48], head: [-62, -66, 78, 48] };
  const t = turn.amount;
  return { face: [-58 + 14 * t, -48, 58 - 2 * t, 50], head: [-64, -68, 62, 50] };
}

export function drawBadgerHead(look: HeadLook): string {
  const { turn } = look;
  if (turn.view === 'back')
    return ears(0) + cel(skull(0), GREY) + line('M-10 -40Q-14 0 -8 30M10 -40Q14 0 8 30', FUR, 8);
  return turn.view === 'profile' ? profileHead(look) : turnedHead(look, turn.amount);
}

const skull = (t: number): string =>
  path`M${-56 - 2 * t} 0C${-56} -40 ${-30 - 4 * t} -54 ${-2 * t} -54C${30} -54 ${54} -38 ${54 - 2 * t} 0C${62} 14 ${52} 22 ${48} 24C${46} 34 ${36} 36 ${34} 36C${20 + 10 * t} 50 ${-20 + 12 * t} 50 ${-34 + 6 * t} 36C${-40} 38 ${-48} 32 ${-48} 24C${-56} 24 ${-64} 14 ${-56 - 2 * t} 0Z`;

const ear = (x: number, y: number): string =>
  oval({ x, y, rx: 15, ry: 14 }, { fill: STRIPE, stroke: '#38242f' }) +
  oval({ x, y: y + 2, rx: 8, ry: 7 }, { fill: '#d9a6a0' });

const ears = (t: number): string => ear(-44 - 2 * t, -44) + ear(44 - 10 * t, -46);

function turnedHead(look: HeadLook, t: number): string {
  const outline = skull(t);
  const muzzle = { x: 24 * t, y: 22, rx: 27, ry: 21 };
  const anchors: Anchors = {
    eyes: [
      { x: -23 + 20 * t, y: -8, rx: 10, ry: 12 },
      { x: 23 + 11 * t, y: -8, rx: 10 * (1 - 0.3 * t), ry: 12 },
    ],
    brow: { dy: 19, half: 13 },
    mouth: { x: 25 * t, y: 30, half: 15 },
  };
  const stripe = (side: number, x: number): string =>
    flat(
      path`M${x - side * 2} -60C${x + side * 14} -40 ${x + side * 16} -6 ${x + side * 3} 20C${x - side * 8} 14 ${x - side * 14} -4 ${x - side * 12} -20C${x - side * 12} -40 ${x - side * 10} -50 ${x - side * 8} -60Z`,
      STRIPE,
    );
  return (
    ears(t) +
    cel(outline, FUR) +
    inside(
      `${look.id}h`,
      outline,
      flat(
        path`M${-70} -10C${-50 + 8 * t} 0 ${-50 + 8 * t} 20 ${-30 + 8 * t} 50H-80Z M70 -10C54 4 52 20 36 50H80Z`,
        GREY,
      ) +
        stripe(-1, -24 + 18 * t) +
        stripe(1, 24 + 12 * t),
    ) +
    oval(muzzle, { fill: '#fffaf0', stroke: '#c9bcae', width: 2.2 }) +
    drawMouth(look, anchors) +
    line(path`M${muzzle.x} 16V${look.expression === 'happy' ? 25 : 23}`, '#38242f', 2.4) +
    snoutTip(muzzle.x + 4 * t, 9) +
    drawEyes(look, anchors)
  );
}

function profileHead(look: HeadLook): string {
  const outline =
    'M-8 -54C18 -54 30 -36 38 -18C50 -10 66 -8 76 2C80 14 70 24 58 30C48 42 30 48 10 46C-6 46 -22 42 -34 34C-66 20 -62 -54 -8 -54Z';
  const anchors: Anchors = {
    eyes: [{ x: 22, y: -10, rx: 8, ry: 11.5 }],
    brow: { dy: 18, half: 11 },
    mouth: { x: 48, y: 25, half: 10 },
  };
  return (
    cel(outline, FUR) +
    inside(
      `${look.id}h`,
      outline,
      flat('M-70 -6C-30 -6 -20 12 -6 50H-80Z', GREY) +
        flat('M-30 -60C0 -56 10 -34 34 -20C48 -12 60 -6 66 4C50 6 34 8 18 6C-4 0 -20 -24 -44 -28Z', STRIPE),
    ) +
    ear(-26, -42) +
    drawMouth(look, anchors) +
    snoutTip(71, 2) +
    drawEyes(look, anchors)
  );
}

const snoutTip = (x: number, y: number): string =>
  cel(ovalPath({ x, y, rx: 10, ry: 7.5 }), '#2b2530', 2.4) +
  oval({ x: x - 2, y: y - 3, rx: 3.4, ry: 1.8 }, { fill: '#fff', opacity: 0.8 });
