/** Kettle's head: a copper dome with a lid, two lamp eyes, a spout for a nose and a grille for a mouth. */
import { cel, flat, inside, INK, line, oval, path, rect } from '../drawing/svg.js';
import type { HeadGeometry, HeadLook, Turn } from './design.js';
import { drawEyes, drawMouth, type Anchors } from './features.js';

export function robotGeometry(turn: Turn): HeadGeometry {
  if (turn.view === 'back') return { face: [0, 0, 0, 0], head: [-58, -92, 58, 50] };
  if (turn.view === 'profile') return { face: [-20, -50, 74, 50], head: [-60, -92, 74, 50] };
  const t = turn.amount;
  return { face: [-52 + 14 * t, -50, 52 + 6 * t, 50], head: [-58, -92, 58 + 4 * t, 50] };
}

const dome = (): string => 'M-54 40C-60 -20 -44 -56 0 -56C44 -56 60 -20 54 40Q0 58 -54 40Z';

export function drawRobotHead(look: HeadLook): string {
  const { design, turn } = look;
  const profile = turn.view === 'profile';
  const t = profile ? 1.5 : turn.amount;
  const shell =
    antenna(-4 * t) +
    cel(dome(), design.skin) +
    inside(
      `${look.id}h`,
      dome(),
      flat('M-70 -60H-30C-44 -20 -44 20 -34 60H-70Z', design.skinShade, 0.7) +
        line('M26 -40Q40 -20 42 4', '#ffd9a8', 5),
    ) +
    cel('M-40 -46Q0 -70 40 -46Q0 -34 -40 -46Z', design.skinShade);
  if (turn.view === 'back')
    return shell + [-20, 0, 20].map((x) => line(path`M${x} -16V30`, design.skinShade, 5)).join('');
  const anchors: Anchors = profile
    ? {
        eyes: [{ x: 24, y: -6, rx: 10, ry: 15 }],
        brow: { dy: 24, half: 12 },
        mouth: { x: 30, y: 32, half: 12 },
      }
    : {
        eyes: [
          { x: -21 + 22 * t, y: -6, rx: 13, ry: 15 },
          { x: 21 + 15 * t, y: -6, rx: 13 * (1 - 0.34 * t), ry: 15 },
        ],
        brow: { dy: 24, half: 13 },
        mouth: { x: 17 * t, y: 32, half: 17 },
      };
  const rings = anchors.eyes
    .map((eye) =>
      oval(
        { x: eye.x, y: eye.y, rx: eye.rx + 6, ry: 20 },
        { fill: design.iris === '#1f6f78' ? '#2f7f86' : design.iris, stroke: INK },
      ),
    )
    .join('');
  return (
    shell +
    rings +
    drawMouth(look, anchors) +
    drawEyes(look, anchors) +
    spout(design.skin, profile ? 46 : 20 * t, t) +
    rivets(t, profile)
  );
}

const antenna = (x: number): string =>
  line(path`M${x} -58V-78`, INK, 6) +
  oval({ x, y: -82, rx: 9 }, { fill: '#e8554d', stroke: INK }) +
  oval({ x: x - 3, y: -85, rx: 2.6 }, { fill: '#fff' });

function spout(colour: string, x: number, t: number): string {
  const tip = x + 4 + 18 * t;
  return (
    cel(
      path`M${x - 8} 6Q${x + 2} ${4} ${tip} ${-2 + 4 * t}L${tip + 5} ${9 + 4 * t}Q${x + 6} 20 ${x - 8} 19Z`,
      colour,
      2.6,
    ) + oval({ x: tip + 3, y: 3.5 + 4 * t, rx: 3.4, ry: 6 }, { fill: '#5b2f1d', stroke: INK, width: 2 })
  );
}

const rivets = (t: number, profile: boolean): string =>
  (profile ? [-34, -16] : [-40 + 10 * t, 44 - 4 * t])
    .map((x) => oval({ x, y: 26, rx: 3.6 }, { fill: '#ffd9a8', stroke: INK, width: 1.8 }))
    .join('') +
  rect({ x: -46, y: 40, width: 92, height: 8, round: 4 }, { fill: '#2f7f86', stroke: INK, width: 2.6 });
