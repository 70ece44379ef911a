/** Fig's kitchen: window, shelf with jars, stove, door, and the clock with the painted dial. */
import { flat, line, oval, path, rect } from '../drawing/svg.js';
import { bands, type SetDesign } from './set.js';

const CLOCK = { x: 640, y: 150, radius: 58 } as const;

function clock({ x, y, radius: r }: typeof CLOCK): string {
  const marks = Array.from({ length: 12 }, (_, i) => {
    const a = (i * Math.PI) / 6;
    const inner = i % 3 === 0 ? 0.68 : 0.78;
    return line(
      path`M${x + r * inner * Math.sin(a)} ${y - r * inner * Math.cos(a)}L${x + r * 0.86 * Math.sin(a)} ${y - r * 0.86 * Math.cos(a)}`,
      '#5b3a2e',
      i % 3 === 0 ? 5 : 2.6,
    );
  }).join('');
  const painted = [
    [-22, 6],
    [22, 6],
  ]
    .map(
      ([dx = 0, dy = 0]) =>
        oval({ x: x + dx, y: y + dy, rx: 7 }, { fill: '#d9706a' }) +
        oval({ x: x + dx, y: y + dy, rx: 2.6 }, { fill: '#f7d27a' }),
    )
    .join('');
  return (
    oval({ x: x + 5, y: y + 6, rx: r + 10 }, { fill: '#c99f60', opacity: 0.6 }) +
    oval({ x, y, rx: r + 10 }, { fill: '#8a4f35' }) +
    oval({ x, y, rx: r + 3 }, { fill: '#e3b45c' }) +
    oval({ x, y, rx: r }, { fill: '#fff6e0' }) +
    painted +
    flat(path`M${x - 18} ${y + 24}q18 14 36 0q-18 6 -36 0Z`, '#7fa860') +
    marks +
    line(path`M${x} ${y}L${x + 20} ${y - 26}`, '#3a2a2a', 5) +
    line(path`M${x} ${y}L${x - 30} ${y - 24}`, '#3a2a2a', 3.4) +
    oval({ x, y, rx: 5 }, { fill: '#3a2a2a' })
  );
}

function jars(x: number, y: number): string {
  const colours = ['#d9706a', '#e7a94a', '#7fa860', '#6f9fc4', '#b784b8', '#e7a94a'];
  return (
    colours
      .map(
        (c, i) =>
          rect(
            { x: x + i * 44, y: y - 46 + (i % 2) * 8, width: 32, height: 46 - (i % 2) * 8, round: 7 },
            { fill: c },
          ) +
          rect(
            { x: x + i * 44 + 2, y: y - 54 + (i % 2) * 8, width: 28, height: 10, round: 3 },
            { fill: '#fff2d6' },
          ) +
          rect(
            { x: x + i * 44 + 5, y: y - 36 + (i % 2) * 8, width: 5, height: 22, round: 2 },
            { fill: '#fff', opacity: 0.4 },
          ),
      )
      .join('') +
    rect({ x: x - 16, y, width: 290, height: 14, round: 3 }, { fill: '#a9683f' }) +
    rect({ x: x - 16, y: y + 12, width: 290, height: 8 }, { fill: '#d8b070', opacity: 0.7 })
  );
}

function windowFrame(x: number, y: number): string {
  return (
    rect({ x: x - 14, y: y - 14, width: 248, height: 228, round: 6 }, { fill: '#fff4de' }) +
    bands({ x, y, width: 220, height: 200 }, '#86caee', '#dff3ee', 12) +
    flat(
      path`M${x} ${y + 200}V${y + 150}Q${x + 70} ${y + 110} ${x + 130} ${y + 146}T${x + 220} ${y + 130}V${y + 200}Z`,
      '#8dca86',
    ) +
    oval({ x: x + 160, y: y + 128, rx: 26 }, { fill: '#5fa65a' }) +
    rect({ x: x + 156, y: y + 140, width: 9, height: 30 }, { fill: '#8a6046' }) +
    line(path`M${x + 110} ${y}v200M${x} ${y + 96}h220`, '#fff4de', 9) +
    flat(path`M${x - 30} ${y - 22}H${x + 52}Q${x + 40} ${y + 110} ${x - 30} ${y + 170}Z`, '#e58f7c') +
    flat(path`M${x - 30} ${y - 22}H${x - 4}Q${x - 6} ${y + 110} ${x - 30} ${y + 170}Z`, '#d67a69') +
    flat(path`M${x + 250} ${y - 22}H${x + 168}Q${x + 180} ${y + 110} ${x + 250} ${y + 170}Z`, '#e58f7c') +
    flat(path`M${x + 194} ${y - 22}H${x + 168}Q${x + 172} ${y + 60} ${x + 200} ${y + 110}Z`, '#d67a69') +
    rect({ x: x - 44, y: y - 32, width: 308, height: 12, round: 6 }, { fill: '#a9683f' })
  );
}

const stove = (x: number, y: number): string =>
  rect({ x: x + 150, y: -200, width: 40, height: y - 10 }, { fill: '#6b7480' }) +
  rect({ x, y: y - 190, width: 240, height: 190, round: 8 }, { fill: '#4f6f78' }) +
  rect({ x, y: y - 190, width: 46, height: 190, round: 8 }, { fill: '#41606a' }) +
  rect({ x: x - 10, y: y - 204, width: 260, height: 20, round: 5 }, { fill: '#39525c' }) +
  rect({ x: x + 56, y: y - 130, width: 128, height: 92, round: 10 }, { fill: '#33474f' }) +
  flat(path`M${x + 80} ${y - 46}q10 -46 30 -34q4 -26 24 -24q-2 20 20 26q18 4 4 32Z`, '#f29a3f') +
  flat(path`M${x + 100} ${y - 46}q6 -28 20 -20q18 2 14 20Z`, '#ffd873') +
  rect({ x: x + 30, y: y - 262, width: 100, height: 58, round: 12 }, { fill: '#c9553f' }) +
  rect({ x: x + 22, y: y - 268, width: 116, height: 12, round: 6 }, { fill: '#b04634' }) +
  oval({ x: x + 80, y: y - 274, rx: 9 }, { fill: '#f2d6a0' });

export const KITCHEN: SetDesign = {
  width: 1280,
  paint: () =>
    rect({ x: -200, y: -200, width: 1680, height: 760 }, { fill: '#f7dca2' }) +
    Array.from({ length: 21 }, (_, i) =>
      rect({ x: -200 + i * 80, y: -200, width: 40, height: 600 }, { fill: '#f3d292' }),
    ).join('') +
    rect({ x: -200, y: 396, width: 1680, height: 140 }, { fill: '#8fb8a4' }) +
    rect({ x: -200, y: 388, width: 1680, height: 14 }, { fill: '#b98a5c' }) +
    Array.from({ length: 28 }, (_, i) =>
      rect({ x: -196 + i * 60, y: 410, width: 4, height: 120 }, { fill: '#7ba692' }),
    ).join('') +
    bands({ x: -200, y: 524, width: 1680, height: 400 }, '#c98d5c', '#a86d45', 12) +
    [560, 606, 662, 730].map((y) => line(path`M-200 ${y}H1480`, '#955e3b', 3)).join('') +
    Array.from({ length: 16 }, (_, i) =>
      line(path`M${-150 + i * 110} ${i % 2 ? 524 : 606}v${i % 2 ? 36 : 56}`, '#955e3b', 3),
    ).join('') +
    flat('M40 530V150Q130 90 220 150V530Z', '#6f4a35') +
    flat('M56 530V160Q130 112 204 160V530Z', '#8f6144') +
    line('M92 520V150M130 520V136M168 520V150', '#7a5039', 4) +
    oval({ x: 188, y: 350, rx: 9 }, { fill: '#f2c84b' }) +
    windowFrame(300, 110) +
    clock(CLOCK) +
    jars(780, 140) +
    jars(780, 236) +
    stove(1080, 540) +
    oval({ x: 600, y: 690, rx: 400, ry: 66 }, { fill: '#c25f55' }) +
    oval({ x: 600, y: 690, rx: 360, ry: 54 }, { fill: '#e9b893' }) +
    oval({ x: 600, y: 690, rx: 300, ry: 42 }, { fill: '#c25f55' }),
};
