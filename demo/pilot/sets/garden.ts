/** The garden behind Fig's cottage: two screens wide, for the pan. */
import { flat, line, oval, path, rect } from '../drawing/svg.js';
import { bands, scatter, type SetDesign } from './set.js';

const WIDTH = 2400;

const cloud = (x: number, y: number, s: number): string =>
  flat(
    path`M${x - 90 * s} ${y}q${-10 * s} ${-36 * s} ${34 * s} ${-36 * s}q${16 * s} ${-44 * s} ${62 * s} ${-24 * s}q${34 * s} ${-26 * s} ${54 * s} ${12 * s}q${48 * s} ${0} ${36 * s} ${48 * s}Z`,
    '#ffffff',
    0.9,
  );

const bush = (x: number, y: number, s: number, colour: string, light: string): string =>
  flat(
    path`M${x - 90 * s} ${y}C${x - 110 * s} ${y - 60 * s} ${x - 60 * s} ${y - 90 * s} ${x - 30 * s} ${y - 78 * s}C${x - 10 * s} ${y - 120 * s} ${x + 50 * s} ${y - 110 * s} ${x + 56 * s} ${y - 70 * s}C${x + 100 * s} ${y - 76 * s} ${x + 112 * s} ${y - 20 * s} ${x + 92 * s} ${y}Z`,
    colour,
  ) +
  flat(
    path`M${x - 20 * s} ${y - 66 * s}q${20 * s} ${-34 * s} ${52 * s} ${-20 * s}q${-30 * s} ${0} ${-52 * s} ${20 * s}Z`,
    light,
  );

function tree(x: number, y: number, s: number): string {
  const crown = (dx: number, dy: number, r: number, c: string): string =>
    oval({ x: x + dx * s, y: y + dy * s, rx: r * s }, { fill: c });
  return (
    flat(
      path`M${x - 16 * s} ${y}Q${x - 8 * s} ${y - 90 * s} ${x - 14 * s} ${y - 160 * s}H${x + 14 * s}Q${x + 8 * s} ${y - 80 * s} ${x + 20 * s} ${y}Z`,
      '#8a6046',
    ) +
    crown(-50, -200, 62, '#5fa65a') +
    crown(50, -205, 64, '#5fa65a') +
    crown(0, -260, 74, '#6bb562') +
    crown(-14, -278, 44, '#86c873') +
    [
      [-60, -210],
      [-10, -190],
      [40, -230],
      [66, -190],
      [-24, -250],
    ]
      .map(([dx = 0, dy = 0]) => crown(dx, dy, 8, '#e4553f'))
      .join('')
  );
}

function cottage(x: number, y: number): string {
  const window = (wx: number): string =>
    rect({ x: wx - 6, y: y - 156, width: 82, height: 84, round: 4 }, { fill: '#fff6e4' }) +
    rect({ x: wx, y: y - 150, width: 70, height: 72 }, { fill: '#9fd4e6' }) +
    flat(path`M${wx} ${y - 90}L${wx + 50} ${y - 150}H${wx + 66}L${wx + 6} ${y - 78}H${wx}Z`, '#d6f0f4') +
    line(path`M${wx + 35} ${y - 150}v72M${wx} ${y - 114}h70`, '#fff6e4', 12) +
    rect({ x: wx - 8, y: y - 76, width: 86, height: 16, round: 4 }, { fill: '#b5643c' }) +
    [8, 24, 42, 60]
      .map((dx, i) => oval({ x: wx + dx, y: y - 82, rx: 8 }, { fill: i % 2 ? '#f2728c' : '#f7c34a' }))
      .join('');
  return (
    rect({ x: x + 250, y: y - 380, width: 46, height: 120 }, { fill: '#b86f52' }) +
    rect({ x: x, y: y - 200, width: 360, height: 200 }, { fill: '#f5e3c2' }) +
    rect({ x: x, y: y - 200, width: 40, height: 200 }, { fill: '#e3caa2' }) +
    flat(path`M${x - 40} ${y - 186}L${x + 60} ${y - 330}H${x + 300}L${x + 400} ${y - 186}Z`, '#c9553f') +
    [0, 1, 2, 3]
      .map((i) => line(path`M${x - 20 + i * 24} ${y - 206 - i * 32}H${x + 380 - i * 24}`, '#b04634', 5))
      .join('') +
    window(x + 40) +
    window(x + 250) +
    flat(path`M${x + 146} ${y}V${y - 110}Q${x + 182} ${y - 160} ${x + 218} ${y - 110}V${y}Z`, '#3f7f86') +
    oval({ x: x + 206, y: y - 58, rx: 5 }, { fill: '#f2c84b' })
  );
}

const fence = (from: number, to: number, y: number): string =>
  rect({ x: from, y: y - 58, width: to - from, height: 10 }, { fill: '#e6d8bf' }) +
  rect({ x: from, y: y - 26, width: to - from, height: 10 }, { fill: '#e6d8bf' }) +
  Array.from({ length: Math.floor((to - from) / 38) }, (_, i) =>
    flat(path`M${from + i * 38 + 6} ${y}V${y - 72}l12 -16l12 16V${y}Z`, i % 2 ? '#fbf3e2' : '#f4ead4'),
  ).join('');

function flowers(from: number, to: number, y: number, seed: number): string {
  const random = scatter(seed);
  const colours = ['#f2728c', '#f7c34a', '#ffffff', '#b98ae0', '#f28f4a'];
  return Array.from({ length: Math.floor((to - from) / 26) }, (_, i) => {
    const x = from + i * 26 + random() * 18;
    const height = 16 + random() * 22;
    const top = y - height + random() * 16;
    return (
      line(path`M${x} ${y + 8}Q${x - 3} ${y - 6} ${x} ${top}`, '#4f9a4c', 3) +
      oval({ x, y: top, rx: 7.5 }, { fill: colours[Math.floor(random() * 5)] ?? '#fff' }) +
      oval({ x, y: top, rx: 3 }, { fill: '#fbe59a' })
    );
  }).join('');
}

function grassTufts(): string {
  const random = scatter(77);
  return Array.from({ length: 90 }, () => {
    const x = random() * (WIDTH + 300) - 150;
    const y = 500 + random() * 280;
    return line(path`M${x} ${y}l-5 -11M${x + 4} ${y}l1 -14M${x + 8} ${y}l6 -10`, '#6cab53', 3);
  }).join('');
}

export const GARDEN: SetDesign = {
  width: WIDTH,
  paint: () =>
    bands({ x: -200, y: -200, width: WIDTH + 400, height: 620 }, '#7cc4ee', '#e3f5ee', 36) +
    oval({ x: 380, y: 110, rx: 62 }, { fill: '#fff3b8' }) +
    oval({ x: 380, y: 110, rx: 46 }, { fill: '#ffe884' }) +
    cloud(180, 190, 1) +
    cloud(820, 120, 1.3) +
    cloud(1420, 180, 0.9) +
    cloud(2040, 110, 1.2) +
    flat('M-200 420Q200 240 620 380T1300 350T1900 370T2700 320V520H-200Z', '#a9d8a4') +
    flat('M-200 460Q300 340 760 430T1600 410T2700 420V560H-200Z', '#8dca86') +
    rect({ x: -200, y: 400, width: WIDTH + 400, height: 108 }, { fill: '#8dca86' }) +
    cottage(1560, 470) +
    tree(1120, 470, 0.8) +
    tree(300, 480, 1) +
    tree(2200, 490, 1.1) +
    fence(-200, 1500, 490) +
    fence(1980, 2640, 490) +
    rect({ x: -200, y: 480, width: WIDTH + 400, height: 460 }, { fill: '#86c566' }) +
    flat('M-200 480H2700V520Q2000 500 1300 524T-200 516Z', '#79b85c') +
    flat('M1690 478H1790Q1800 560 1560 640T1180 920H1700Q1800 700 1960 600T1790 478Z', '#ead9b0') +
    bush(620, 500, 0.8, '#4f9a56', '#6cb56a') +
    bush(880, 496, 0.6, '#5aa55c', '#7cc076') +
    bush(1960, 500, 0.9, '#4f9a56', '#6cb56a') +
    flowers(-160, 1080, 516, 5) +
    flowers(2020, 2560, 520, 9) +
    grassTufts(),
};
