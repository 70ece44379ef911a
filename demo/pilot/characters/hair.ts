/** Hair and hats, in head units. Each style draws what lies behind the skull, in front of it, and how far it reaches. */
import { cel, flat, line, oval, path } from '../drawing/svg.js';
import type { Design, HairStyle, Rectangle, Turn } from './design.js';
import type { HairColours, HairDrawing } from './hair-drawing.js';
import { bowler, helmet, nightcap } from './hats.js';

export function drawHair(design: Design, turn: Turn): HairDrawing {
  const profile = turn.view === 'profile';
  const t = turn.amount;
  const { hair } = design;
  const styles: Readonly<Record<HairStyle, () => HairDrawing>> = {
    bow: () => bow(hair, profile, t),
    curls: () => curls(hair, profile, t),
    bun: () => bun(hair, profile, t),
    nightcap: () => nightcap(hair, profile, t),
    bowler: () => bowler(hair, profile, t),
    helmet: () => helmet(hair, profile, t),
  };
  return styles[hair.style]();
}

const REACH: Readonly<Record<HairStyle, { turned: Rectangle; profile: Rectangle }>> = {
  bow: { turned: [-64, -86, 62, 58], profile: [-70, -88, 46, 58] },
  curls: { turned: [-62, -84, 62, 50], profile: [-66, -84, 46, 50] },
  bun: { turned: [-54, -98, 54, 50], profile: [-80, -78, 46, 50] },
  nightcap: { turned: [-62, -104, 58, 66], profile: [-88, -92, 48, 66] },
  bowler: { turned: [-68, -98, 68, 50], profile: [-70, -98, 66, 50] },
  helmet: { turned: [-60, -122, 58, 54], profile: [-84, -122, 56, 54] },
};

export const hairReach = (design: Design, turn: Turn): Rectangle =>
  REACH[design.hair.style][turn.view === 'profile' ? 'profile' : 'turned'];

/** The fringe's shadow on the forehead. */
const fringeShadow = (t: number): string =>
  flat(
    path`M-60 -70H60V-18Q${30 + 12 * t} -8 ${12 + 12 * t} -22Q${-6 + 12 * t} -8 ${-20 + 10 * t} -20Q-34 -6 -60 -6Z`,
    '#7a3b2f',
    0.22,
  );

function bow({ colour, light, ribbon = '#fff' }: HairColours, profile: boolean, t: number): HairDrawing {
  const s = -6 * t;
  const loops = (x: number, y: number): string =>
    cel(
      path`M${x} ${y}C${x - 12} ${y - 20} ${x - 34} ${y - 18} ${x - 30} ${y - 2}C${x - 32} ${y + 14} ${x - 12} ${y + 12} ${x} ${y}Z`,
      ribbon,
    ) +
    cel(
      path`M${x} ${y}C${x + 12} ${y - 20} ${x + 34} ${y - 18} ${x + 30} ${y - 2}C${x + 32} ${y + 14} ${x + 12} ${y + 12} ${x} ${y}Z`,
      ribbon,
    ) +
    line(path`M${x - 22} ${y - 3}q8 -2 14 1M${x + 22} ${y - 3}q-8 -2 -14 1`, '#38242f', 1.8) +
    oval({ x, y, rx: 7, ry: 8 }, { fill: ribbon, stroke: '#38242f' });
  if (profile)
    return {
      back: cel('M14 -66C-72 -82 -76 4 -66 40C-68 54 -58 60 -44 54C-28 58 -18 48 -16 36L-4 4Z', colour),
      front:
        cel(
          'M38 -28C44 -62 -8 -84 -44 -52C-62 -30 -56 10 -50 34C-40 48 -22 46 -18 34C-16 20 -16 6 -12 -4C-4 -10 0 -18 2 -28C8 -16 18 -16 22 -28C26 -20 34 -20 38 -28Z',
          colour,
        ) +
        line('M-40 -40Q-24 -62 4 -60M-46 -12Q-44 12 -38 30', light, 4) +
        loops(-18, -64),
      shadow: flat('M-60 -70H40V-20Q20 -8 -10 -14Z', '#7a3b2f', 0.2),
      cover: '',
      earShows: false,
    };
  const cap = path`M${-49 + s} -4C${-60 + s} -82 ${56 + s} -82 ${50 + s} -6`;
  return {
    back:
      cel(
        path`M${-52 + s} -20C${-62 + s} -84 ${60 + s} -84 ${54 + s} -20C${58 + s} 8 ${64 + s} 30 ${58 + s} 46C${48 + s} 58 ${34 + s} 52 ${32 + s} 36L${-32 + s} 36C${-34 + s} 52 ${-50 + s} 60 ${-60 + s} 46C${-66 + s} 30 ${-58 + s} 8 ${-52 + s} -20Z`,
        colour,
      ) + line(path`M${-55 + s} 14q-3 14 2 26M${55 + s} 14q3 14 -2 26`, light, 3.4),
    front:
      cel(
        cap +
          path`C${44 + s} -14 ${40 + 4 * t} -24 ${38 + 4 * t} -32C${30 + 8 * t} -16 ${14 + 12 * t} -16 ${10 + 12 * t} -32C${4 + 12 * t} -16 ${-12 + 12 * t} -16 ${-16 + 12 * t} -30C${-24 + 10 * t} -12 ${-38 + 6 * t} -8 ${-49 + s} -4Z`,
        colour,
      ) +
      line(path`M${-36 + s} -40Q${-20 + s} -62 ${8 + s} -62M${24 + s} -58q8 4 12 10`, light, 4.4) +
      loops(2 + 3 * s, -68),
    shadow: fringeShadow(t),
    cover:
      cel(
        'M-50 -20C-60 -82 58 -82 52 -20C56 8 62 30 56 48C30 64 -30 64 -58 48C-64 30 -56 8 -50 -20Z',
        colour,
      ) +
      line('M-30 -20Q-34 20 -28 46M0 -30V50M30 -20Q34 20 28 46', light, 3.4) +
      loops(0, -58),
    earShows: false,
  };
}

/** Overlapping balls of hair along an arc; drawn as outlines first, so that they melt into one mass. */
function tufts(
  places: readonly (readonly [x: number, y: number, r: number])[],
  { colour, light }: HairColours,
): string {
  const rims = places
    .map(([x, y, rx]) => oval({ x, y, rx }, { fill: colour, stroke: '#38242f', width: 6 }))
    .join('');
  const balls = places.map(([x, y, rx]) => oval({ x, y, rx }, { fill: colour })).join('');
  const curl = places
    .map(([x, y, r]) =>
      line(path`M${x - r * 0.4} ${y}a${r * 0.45} ${r * 0.45} 0 1 1 ${r * 0.6} ${r * 0.3}`, light, 2.4),
    )
    .join('');
  return rims + balls + curl;
}

function curls(hair: HairColours, profile: boolean, t: number): HairDrawing {
  const s = -5 * t;
  const round = [
    [-50, -14, 14],
    [-50, -36, 16],
    [-36, -56, 17],
    [-14, -66, 17],
    [12, -67, 17],
    [34, -56, 17],
    [48, -36, 15],
    [50, -14, 12],
  ] as const;
  const fringe = [
    [-30, -42, 13],
    [-10, -46, 13],
    [10, -47, 13],
    [29, -42, 12],
  ] as const;
  const moved = (
    list: readonly (readonly [number, number, number])[],
    by: number,
  ): [number, number, number][] => list.map(([x, y, r]) => [x + by, y, r]);
  if (profile)
    return {
      back: tufts(
        [
          [-48, -4, 17],
          [-54, -26, 16],
          [-46, 14, 14],
          [-34, 26, 11],
        ],
        hair,
      ),
      front: tufts(
        [
          [-38, -8, 15],
          [-30, -26, 16],
          [-44, -44, 17],
          [-26, -60, 17],
          [-2, -66, 17],
          [20, -60, 16],
          [33, -44, 12],
          [12, -46, 12],
          [-10, -46, 15],
        ],
        hair,
      ),
      shadow: flat('M-60 -70H40V-28Q20 -22 -10 -24Z', '#2a1010', 0.22),
      cover: '',
      earShows: true,
    };
  return {
    back: tufts(moved(round, s), hair),
    front: tufts(moved(fringe, 8 * t), hair),
    shadow: flat('M-60 -70H60V-26Q30 -20 0 -26T-60 -24Z', '#2a1010', 0.22),
    cover: tufts(
      [
        [-30, 14, 18],
        [0, 20, 18],
        [30, 14, 18],
        [-36, -12, 20],
        [0, -10, 22],
        [36, -12, 20],
        [-24, -38, 20],
        [8, -42, 20],
        [30, -38, 18],
      ],
      hair,
    ),
    earShows: true,
  };
}

function bun({ colour, light }: HairColours, profile: boolean, t: number): HairDrawing {
  const s = -6 * t;
  if (profile)
    return {
      back: cel('M-66 -46a20 20 0 1 1 24 26Z', colour) + line('M-70 -52q10 -4 14 6', light, 3),
      front:
        cel(
          'M38 -30C36 -66 -20 -80 -48 -46C-62 -20 -52 14 -30 26C-20 20 -16 8 -12 -6C0 -22 26 -18 38 -30Z',
          colour,
        ) + line('M-44 -30Q-20 -56 20 -50M-46 -8Q-26 -32 0 -34', light, 3.6),
      shadow: flat('M-60 -70H40V-22Q10 -16 -20 -4Z', '#6a4a5a', 0.2),
      cover: '',
      earShows: true,
    };
  return {
    back:
      oval({ x: 4 * s, y: -74, rx: 23, ry: 21 }, { fill: colour, stroke: '#38242f' }) +
      line(path`M${4 * s - 12} -78q10 -12 24 -2`, light, 3.4) +
      cel(path`M${-50 + s} 0C${-62 + s} -80 ${60 + s} -80 ${50 + s} 0Z`, colour),
    front:
      cel(
        path`M${-47 + s} 0C${-58 + s} -78 ${54 + s} -78 ${47 + s} 0C${44 + s} -18 ${32 + 6 * t} -34 ${4 + 12 * t} -46C${-22 + 8 * t} -36 ${-40 + s} -20 ${-47 + s} 0Z`,
        colour,
      ) +
      line(
        path`M${-38 + s} -26Q${-26 + s} -48 ${-2 + 8 * t} -56M${38 + s} -26Q${30 + s} -46 ${12 + 8 * t} -54`,
        light,
        3.6,
      ),
    shadow: flat('M-60 -70H60V-14Q30 -34 6 -40Q-20 -34 -60 -12Z', '#6a4a5a', 0.2),
    cover:
      cel('M-50 0C-60 -80 60 -80 50 0C44 34 -44 34 -50 0Z', colour) +
      line('M-34 10Q-20 -30 0 -50M34 10Q20 -30 0 -50', light, 3.4) +
      oval({ x: 0, y: -50, rx: 24, ry: 22 }, { fill: colour, stroke: '#38242f' }),
    earShows: true,
  };
}
