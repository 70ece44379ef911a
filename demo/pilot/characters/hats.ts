/** What characters wear on their heads: night-cap, bowler and a knight's helmet. */
import { cel, flat, line, oval, path } from '../drawing/svg.js';
import type { HairColours, HairDrawing } from './hair-drawing.js';

/** Gran at night: a cap with a bobble and a loose braid, `ribbon` is the cap's colour. */
export function nightcap(
  { colour, light, ribbon = '#bcd6f0' }: HairColours,
  profile: boolean,
  t: number,
): HairDrawing {
  const s = -5 * t;
  const band = '#f4f6fb';
  const bobble = (x: number, y: number): string => oval({ x, y, rx: 13 }, { fill: band, stroke: '#38242f' });
  const braid = (x: number): string =>
    [0, 1, 2, 3]
      .map((i) =>
        oval({ x: x + (i % 2) * 3, y: 14 + i * 14, rx: 10 - i, ry: 10 }, { fill: colour, stroke: '#38242f' }),
      )
      .join('') + oval({ x: x + 1, y: 62, rx: 5 }, { fill: ribbon, stroke: '#38242f' });
  if (profile)
    return {
      back: cel('M-10 -70C-50 -96 -84 -60 -76 -18L-50 -30Z', ribbon) + bobble(-76, -14),
      front:
        cel('M-6 -12Q-30 -14 -48 -24Q-52 8 -30 24Q-16 16 -12 2Z', colour) +
        braid(-34) +
        cel('M-52 -28C-56 -92 34 -92 40 -34Z', ribbon) +
        cel('M-56 -30Q-4 -52 42 -42Q48 -34 44 -26Q-4 -36 -54 -14Q-60 -22 -56 -30Z', band),
      shadow: flat('M-60 -70H44V-22Q0 -28 -60 -10Z', '#6a4a5a', 0.2),
      cover: '',
      earShows: true,
    };
  return {
    back: cel(path`M${-49 + s} 10C${-60 + s} -70 ${58 + s} -70 ${49 + s} 10Z`, colour) + braid(-50 + s),
    front:
      line(path`M${-44 + s} -6q4 -18 18 -24M${42 + s} -6q-4 -18 -14 -24`, colour, 8) +
      cel(
        path`M${-48 + s} -34C${-46 + s} -76 ${-6 + s} -104 ${32 + s} -88C${70 + s} -78 ${64 + s} -40 ${60 + s} -18L${48 + s} -36Z`,
        ribbon,
      ) +
      line(path`M${-24 + s} -62q20 -24 46 -20`, '#dcebfa', 4) +
      bobble(56 + s, -12) +
      cel(
        path`M${-52 + s} -38Q${s} -56 ${52 + s} -38Q${56 + s} -28 ${51 + s} -24Q${s} -40 ${-51 + s} -24Q${-57 + s} -30 ${-52 + s} -38Z`,
        band,
      ),
    shadow: flat('M-60 -70H60V-18Q0 -32 -60 -18Z', '#6a4a5a', 0.22),
    cover:
      cel('M-50 0C-58 -60 58 -60 50 0C44 34 -44 34 -50 0Z', colour) +
      line('M-20 20V-20M20 20V-20', light, 3) +
      cel('M-50 -20C-46 -84 20 -104 50 -80C70 -60 60 -20 58 -14L50 -22Z', ribbon) +
      bobble(58, -8) +
      cel('M-54 -24Q0 -40 54 -24L53 -8Q0 -24 -53 -8Z', band),
    earShows: true,
  };
}

export function bowler(
  { colour, light, ribbon = '#2f3348' }: HairColours,
  profile: boolean,
  t: number,
): HairDrawing {
  const s = -4 * t;
  const hat = (x: number, halfBrim: number): string =>
    cel(path`M${x - 44} -42C${x - 46} -108 ${x + 46} -108 ${x + 44} -42Z`, ribbon) +
    flat(path`M${x - 42} -54Q${x} -46 ${x + 42} -54L${x + 44} -42Q${x} -36 ${x - 44} -42Z`, light) +
    line(path`M${x - 26} -70q6 -14 20 -17`, '#5b6284', 4.5) +
    cel(
      path`M${x - halfBrim} -44Q${x} -26 ${x + halfBrim} -44Q${x + halfBrim + 6} -54 ${x + halfBrim - 8} -50Q${x} -36 ${x - halfBrim + 8} -50Q${x - halfBrim - 6} -54 ${x - halfBrim} -44Z`,
      ribbon,
    );
  if (profile)
    return {
      back: '',
      front: cel('M-52 -40C-56 -10 -48 16 -28 26C-22 16 -20 4 -16 -8L-6 -30L-8 -42Z', colour) + hat(-4, 62),
      shadow: flat('M-60 -70H70V-26Q0 -16 -60 -26Z', '#3a2a3a', 0.3),
      cover: '',
      earShows: true,
    };
  return {
    back: cel(path`M${-47 + s} 18C${-58 + s} -70 ${56 + s} -70 ${47 + s} 14Z`, colour),
    front:
      cel(path`M${-46 + s} -44L${-47 + s} 8Q${-40 + s} 0 ${-40 + s} -14L${-36 + s} -40Z`, colour, 2.6) +
      cel(path`M${45 + s} -44L${46 + s} 4Q${41 + s} -2 ${41 + s} -14L${38 + s} -40Z`, colour, 2.6) +
      hat(2 * s, 60),
    shadow: flat('M-60 -70H60V-26Q0 -14 -60 -26Z', '#3a2a3a', 0.3),
    cover: cel('M-48 -40L-46 16Q0 40 46 16L48 -40Z', colour) + hat(0, 60),
    earShows: true,
  };
}

/** Open visor, cheek guards, plume; `colour` is the hair below it, `light` the steel, `ribbon` the plume. */
export function helmet(
  { colour, light: steel, ribbon = '#c23b3b' }: HairColours,
  profile: boolean,
  t: number,
): HairDrawing {
  const s = -5 * t;
  const dark = '#8c98aa';
  const plume = (x: number): string =>
    cel(
      path`M${x + 8} -78C${x + 12} -112 ${x - 20} -126 ${x - 46} -108C${x - 72} -96 ${x - 80} -64 ${x - 70} -40C${x - 62} -56 ${x - 52} -58 ${x - 46} -70C${x - 40} -78 ${x - 20} -84 ${x + 8} -78Z`,
      ribbon,
    ) + line(path`M${x - 4} -92C${x - 24} -104 ${x - 54} -92 ${x - 62} -66`, '#ea7a68', 4);
  if (profile)
    return {
      back: plume(0),
      front:
        oval({ x: 31, y: -42, rx: 9 }, { fill: colour }) +
        cel(
          'M40 -34C36 -70 -2 -84 -34 -64C-62 -44 -62 10 -48 40L-8 46L-2 14L-14 2C-12 -16 -2 -26 40 -34Z',
          steel,
        ) +
        flat('M-54 -20C-58 6 -52 26 -46 38L-26 42C-40 20 -44 0 -44 -24Z', dark) +
        line('M-30 -50Q-10 -68 16 -58', '#fff', 4.4) +
        cel('M46 -38C44 -60 16 -72 -20 -56L-22 -40C4 -50 26 -44 46 -38Z', dark) +
        oval({ x: -20, y: -18, rx: 6 }, { fill: '#e3c15c', stroke: '#38242f', width: 2.4 }),
      shadow: flat('M-60 -70H44V-26Q0 -20 -14 30H-60Z', '#2a1010', 0.25),
      cover: '',
      earShows: false,
    };
  const shell = path`M${-55 + s} 38C${-64 + s} -94 ${62 + s} -94 ${53 + s} 38`;
  return {
    back: plume(14 + 2 * s),
    front:
      [-22, -6, 10, 24].map((x) => oval({ x: x + 12 * t, y: -42, rx: 10 }, { fill: colour })).join('') +
      cel(
        shell +
          path`Q${46 + s} 50 ${34 + s + 2 * t} 46L${42 + 0.6 * s} 10C${46 + s} -18 ${36 + s} -38 ${4 * t} -40C${-34 + 6 * t} -38 ${-46 + 10 * t} -18 ${-42 + 12 * t} 12L${-34 + 8 * t} 46Q${-46 + s} 50 ${-55 + s} 38Z`,
        steel,
      ) +
      flat(
        path`M${-54 + s} 36C${-58 + s} -10 ${-54 + s} -40 ${-36 + s} -58C${-46 + s} -30 ${-50 + 6 * t} 0 ${-40 + 4 * t} 44Z`,
        dark,
      ) +
      line(path`M${8 + s} -68Q${32 + s} -62 ${41 + s} -38`, '#fff', 4.6) +
      cel(
        path`M${-50 + s} -34C${-40 + s} -74 ${38 + s} -74 ${50 + s} -34C${38 + 6 * t} -50 ${-34 + 6 * t} -50 ${-50 + s} -34Z`,
        dark,
      ) +
      line(path`M${-18 + 6 * t} -56h10M${-2 + 6 * t} -57h10M${14 + 6 * t} -56h10`, '#38242f', 3) +
      oval({ x: -49 + s + 3 * t, y: -24, rx: 5.5 }, { fill: '#e3c15c', stroke: '#38242f', width: 2.4 }) +
      (t < 0.3 ? oval({ x: 48, y: -24, rx: 5.5 }, { fill: '#e3c15c', stroke: '#38242f', width: 2.4 }) : ''),
    shadow: flat('M-60 -70H60V-26Q0 -32 -60 -26Z', '#2a1010', 0.25),
    cover: cel('M-55 38C-64 -94 62 -94 53 38Q0 56 -55 38Z', steel) + line('M0 -70V44', dark, 4) + plume(20),
    earShows: false,
  };
}
