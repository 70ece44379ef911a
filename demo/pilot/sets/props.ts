/** Things that move, and things characters hide behind. */
import { cel, flat, INK, inside, line, oval, ovalPath, rect } from '../drawing/svg.js';

/** World units; a point inside one of a prop's areas is hidden when the prop is in front. */
export type Area =
  | {
      readonly kind: 'rect';
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
    }
  | {
      readonly kind: 'oval';
      readonly x: number;
      readonly y: number;
      readonly rx: number;
      readonly ry: number;
    };

export type PropName = 'ball' | 'table' | 'trunk' | 'hedge' | 'crate';

export interface PropDesign {
  /** Around its own origin, on the ground (the ball: its middle). */
  readonly draw: (id: string) => string;
  readonly hides: readonly Area[];
}

function ball(id: string): string {
  const d = ovalPath({ x: 0, y: 0, rx: 40 });
  return (
    flat(d, '#e0483e') +
    inside(
      `${id}b`,
      d,
      flat('M-50 -14Q0 -34 50 -14V14Q0 34 -50 14Z', '#fff6e4') +
        flat('M-44 8Q-30 40 0 44Q36 40 44 6Q20 30 -44 8Z', '#000', 0.14),
    ) +
    flat('M0 -14l4 9l10 1l-7 7l2 10l-9 -5l-9 5l2 -10l-7 -7l10 -1Z', '#3f6fb5') +
    line(d, INK, 3) +
    oval({ x: -14, y: -24, rx: 8, ry: 5 }, { fill: '#fff', opacity: 0.85 })
  );
}

const table = (): string =>
  rect({ x: -330, y: -150, width: 34, height: 190 }, { fill: '#7a4d33', stroke: INK }) +
  rect({ x: 296, y: -150, width: 34, height: 190 }, { fill: '#7a4d33', stroke: INK }) +
  cel(
    'M-380 -160H380V-60Q330 -30 285 -60T190 -60T95 -60T0 -60T-95 -60T-190 -60T-285 -60T-380 -60Z',
    '#f4f0e6',
  ) +
  [-330, -240, -150, -60, 30, 120, 210, 300]
    .map((x) => rect({ x, y: -156, width: 36, height: 84 }, { fill: '#d9706a', opacity: 0.75 }))
    .join('') +
  cel('M-390 -176H390Q398 -166 390 -156H-390Q-398 -166 -390 -176Z', '#fffaf0') +
  cel('M-200 -176V-206Q-200 -216 -188 -216H-152Q-140 -216 -140 -206V-176Z', '#6f9fc4') +
  line('M-140 -204q18 2 16 12t-16 12', INK, 4) +
  cel('M120 -178Q150 -188 250 -178Q240 -152 185 -152T120 -178Z', '#e7a94a') +
  [145, 175, 205]
    .map((x, i) => oval({ x, y: -188 - (i % 2) * 8, rx: 19, ry: 14 }, { fill: '#c98d4e', stroke: INK }))
    .join('');

const trunk = (): string =>
  cel(
    'M-96 30Q-50 -60 -58 -240Q-62 -420 -92 -640H92Q58 -420 60 -240Q56 -60 104 30Q40 10 0 26Q-50 10 -96 30Z',
    '#9a6b4a',
  ) +
  flat('M-88 24Q-46 -60 -54 -240Q-58 -420 -86 -638H-50Q-26 -420 -26 -240Q-24 -60 -52 20Z', '#7f563b') +
  line('M10 -120q12 -60 4 -110M30 -300q-6 -50 6 -90M-6 -420q8 -40 2 -80', '#7f563b', 5) +
  oval({ x: 22, y: -190, rx: 15, ry: 22 }, { fill: '#6b4630' });

const hedge = (): string =>
  cel(
    'M-250 20C-290 -60 -230 -120 -180 -104C-160 -160 -80 -160 -60 -118C-30 -170 60 -160 70 -112C110 -156 190 -140 190 -90C250 -100 280 -30 250 20Z',
    '#4f9a56',
  ) +
  flat(
    'M-170 -84q20 -36 60 -28q-36 4 -60 28ZM-10 -104q30 -34 66 -10q-36 -8 -66 10ZM130 -80q20 -28 46 -12q-28 0 -46 12Z',
    '#74bb6c',
  ) +
  [
    [-200, -30],
    [-120, -60],
    [-30, -40],
    [60, -66],
    [140, -34],
    [210, -40],
    [0, -90],
  ]
    .map(
      ([x = 0, y = 0]) =>
        oval({ x, y, rx: 8 }, { fill: '#f6d3e0' }) + oval({ x, y, rx: 3 }, { fill: '#f7c34a' }),
    )
    .join('');

const crate = (): string =>
  rect({ x: -80, y: -120, width: 160, height: 120, round: 4 }, { fill: '#b98252', stroke: INK }) +
  line('M-80 -80H80M-80 -40H80M-66 -114L66 -6', '#8a5a36', 7) +
  rect({ x: -80, y: -120, width: 160, height: 120, round: 4 }, { stroke: INK });

export const PROPS: Readonly<Record<PropName, PropDesign>> = {
  ball: { draw: ball, hides: [] },
  table: { draw: table, hides: [{ kind: 'rect', x1: -390, y1: -176, x2: 390, y2: -50 }] },
  trunk: { draw: trunk, hides: [{ kind: 'rect', x1: -64, y1: -640, x2: 64, y2: 20 }] },
  hedge: {
    draw: hedge,
    hides: [
      { kind: 'rect', x1: -220, y1: -90, x2: 220, y2: 20 },
      { kind: 'oval', x: 0, y: -84, rx: 200, ry: 56 },
    ],
  },
  crate: { draw: crate, hides: [{ kind: 'rect', x1: -80, y1: -120, x2: 80, y2: 0 }] },
};

export const shadowOnGround = (width: number): string =>
  flat(ovalPath({ x: 0, y: 0, rx: width, ry: width * 0.2 }), '#1d2a2a', 0.22);
