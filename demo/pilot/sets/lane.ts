/** Puddle Lane at night: painted pale, because the night's light is laid over it afterwards. */
import { flat, line, oval, path, rect } from '../drawing/svg.js';
import { bands, scatter, type SetDesign } from './set.js';

export const MOON = { x: 930, y: 120, radius: 62 } as const;
export const LAMP = { x: 380, y: 250 } as const;
export const WINDOWS = [
  { x: 160, y: 330 },
  { x: 690, y: 300 },
  { x: 1130, y: 330 },
] as const;

/** Its craters look at you a little; it is no character all the same. */
export function moon({ x, y, radius: r }: { x: number; y: number; radius: number }): string {
  const crater = (dx: number, dy: number, s: number): string =>
    oval({ x: x + dx * r, y: y + dy * r, rx: s * r, ry: s * r * 0.9 }, { fill: '#e2d6a8' });
  return (
    oval({ x, y, rx: r * 1.5 }, { fill: '#fff8d8', opacity: 0.14 }) +
    oval({ x, y, rx: r * 1.24 }, { fill: '#fff8d8', opacity: 0.2 }) +
    oval({ x, y, rx: r }, { fill: '#fbf3cf' }) +
    crater(-0.36, -0.22, 0.17) +
    crater(0.32, -0.3, 0.13) +
    crater(0.08, 0.42, 0.22) +
    crater(-0.5, 0.34, 0.1) +
    crater(0.56, 0.22, 0.11) +
    crater(0, -0.66, 0.08)
  );
}

function stars(): string {
  const random = scatter(31);
  return Array.from({ length: 70 }, () =>
    oval({ x: random() * 1600 - 160, y: random() * 420 - 180, rx: 1 + random() * 2 }, { fill: '#fffbe0' }),
  ).join('');
}

interface House {
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly wall: string;
  readonly roof: string;
}

const door = (x: number): string =>
  flat(path`M${x - 34} 560V446Q${x} 404 ${x + 34} 446V560Z`, '#7a5a48') +
  flat(path`M${x - 26} 560V450Q${x} 418 ${x + 26} 450V560Z`, '#4f7f86') +
  oval({ x: x + 16, y: 506, rx: 4 }, { fill: '#f2c84b' });

function house({ x, width, top, wall, roof }: House): string {
  const beams = line(
    path`M${x + 12} ${top + 10}V560M${x + width - 12} ${top + 10}V560M${x} ${top + 110}H${x + width}`,
    '#7a5a48',
    12,
  );
  return (
    rect({ x: x + width - 70, y: top - 170, width: 40, height: 110 }, { fill: '#9a6a58' }) +
    flat(path`M${x - 24} ${top + 10}L${x + width / 2} ${top - 150}L${x + width + 24} ${top + 10}Z`, roof) +
    rect({ x, y: top, width, height: 560 - top }, { fill: wall }) +
    beams +
    door(x + width * 0.62)
  );
}

const litWindow = ({ x, y }: { x: number; y: number }): string =>
  rect({ x: x - 46, y: y - 52, width: 92, height: 104, round: 6 }, { fill: '#7a5a48' }) +
  rect({ x: x - 38, y: y - 44, width: 76, height: 88 }, { fill: '#ffe08a' }) +
  line(path`M${x} ${y - 44}v88M${x - 38} ${y}h76`, '#7a5a48', 7) +
  rect({ x: x - 54, y: y + 50, width: 108, height: 12, round: 3 }, { fill: '#a98268' });

const lampPost = ({ x, y }: { x: number; y: number }): string =>
  line(path`M${x} ${y + 40}V590`, '#4b5568', 12) +
  rect({ x: x - 22, y: 572, width: 44, height: 26, round: 6 }, { fill: '#4b5568' }) +
  flat(path`M${x - 26} ${y - 26}H${x + 26}L${x + 18} ${y + 40}H${x - 18}Z`, '#fff0b0') +
  flat(path`M${x - 34} ${y - 24}Q${x} ${y - 66} ${x + 34} ${y - 24}Z`, '#4b5568') +
  rect({ x: x - 22, y: y + 36, width: 44, height: 10, round: 3 }, { fill: '#4b5568' });

function cobbles(): string {
  const random = scatter(8);
  const rows: string[] = [];
  for (let row = 0; row < 8; row++)
    for (let i = 0; i < 15 - row; i++) {
      const wide = 60 + row * 14;
      const x = -200 + i * (1680 / (15 - row)) + (row % 2) * 40;
      rows.push(
        oval(
          { x, y: 600 + row * 32 + random() * 8, rx: wide * 0.55, ry: 8 + row * 1.6 },
          { fill: random() > 0.5 ? '#b9b3bd' : '#a39dab' },
        ),
      );
    }
  return rows.join('');
}

export const LANE: SetDesign = {
  width: 1280,
  paint: () =>
    bands({ x: -200, y: -200, width: 1680, height: 800 }, '#6d7fd0', '#b9c4ea', 40) +
    stars() +
    moon(MOON) +
    flat('M-200 420Q100 330 420 400T1000 380T1480 400V600H-200Z', '#8f9cc4') +
    house({ x: 30, width: 250, top: 260, wall: '#d9c4ae', roof: '#a2685c' }) +
    house({ x: 560, width: 270, top: 230, wall: '#cbbfb6', roof: '#7f7396' }) +
    house({ x: 1010, width: 260, top: 270, wall: '#dccbb0', roof: '#8c6a72' }) +
    house({ x: -260, width: 240, top: 300, wall: '#c4b8c0', roof: '#7f7396' }) +
    WINDOWS.map(litWindow).join('') +
    rect({ x: -200, y: 556, width: 1680, height: 30 }, { fill: '#cfc6c2' }) +
    rect({ x: -200, y: 582, width: 1680, height: 340 }, { fill: '#8f8a9a' }) +
    cobbles() +
    lampPost(LAMP) +
    flat('M860 660Q960 640 1060 662T1010 690T860 660Z', '#9db4e6'),
};
