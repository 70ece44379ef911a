/** A person's head: skull, ears, nose, features, and the hair from hair.ts. */
import { cel, flat, inside, INK, line, oval, path } from '../drawing/svg.js';
import type { Design, HeadGeometry, HeadLook, Turn } from './design.js';
import { drawEyes, drawMouth, type Anchors } from './features.js';
import { drawHair, hairReach } from './hair.js';

const FOREHEAD = -48;
const NOSE_TIP = { button: 52, bulb: 57, long: 70 } as const;

export function humanGeometry(design: Design, turn: Turn): HeadGeometry {
  const { halfWidth: w, chin } = design.face;
  const reach = hairReach(design, turn);
  if (turn.view === 'back') return { face: [0, 0, 0, 0], head: reach };
  if (turn.view === 'profile') {
    const tip = NOSE_TIP[design.nose];
    return {
      face: [-8, FOREHEAD, tip, chin],
      head: [reach[0], reach[1], Math.max(tip, reach[2]), Math.max(chin, reach[3])],
    };
  }
  const t = turn.amount;
  const nose = design.nose === 'long' && t > 0.3 ? 8 * t : 0;
  return {
    face: [-w + 18 * t, FOREHEAD, w - 3 * t + nose, chin],
    head: [reach[0], reach[1], reach[2], Math.max(chin, reach[3])],
  };
}

export function drawHumanHead(look: HeadLook): string {
  const { design, turn } = look;
  const skull = turn.view === 'profile' ? profileSkull(design) : turnedSkull(design, turn.amount);
  const hair = drawHair(design, turn);
  if (turn.view === 'back') return ears(design, 0) + cel(skull, design.skin) + hair.back + hair.cover;
  const anchors = turn.view === 'profile' ? profileAnchors() : turnedAnchors(turn.amount);
  const t = turn.view === 'profile' ? 1 : turn.amount;
  const profile = turn.view === 'profile';
  return (
    hair.back +
    (profile ? '' : ears(design, t)) +
    cel(skull, design.skin) +
    inside(`${look.id}h`, skull, shade(design, profile, t) + hair.shadow) +
    blush(design, anchors, profile) +
    freckles(design, anchors, profile) +
    (design.wrinkles ? wrinkles(anchors, profile) : '') +
    drawMouth(look, anchors) +
    drawEyes(look, anchors) +
    (profile ? '' : nose(design, t)) +
    (design.moustache ? moustache(design, anchors, profile) : '') +
    (design.glasses ? glasses(anchors, profile) : '') +
    hair.front +
    (profile && hair.earShows ? nearEar(design, -12, 4) : '')
  );
}

function turnedAnchors(t: number): Anchors {
  return {
    eyes: [
      { x: -20 + 22 * t, y: -2, rx: 11.5, ry: 14 },
      { x: 20 + 14 * t, y: -2, rx: 11.5 * (1 - 0.34 * t), ry: 14 },
    ],
    brow: { dy: 22, half: 14 },
    mouth: { x: 19 * t, y: 28, half: 17 * (1 - 0.15 * t) },
  };
}

const profileAnchors = (): Anchors => ({
  eyes: [{ x: 23, y: -3, rx: 7, ry: 13.5 }],
  brow: { dy: 21, half: 11 },
  mouth: { x: 28, y: 28, half: 8.5 },
});

function turnedSkull({ face: { halfWidth: w, chin: c, jaw } }: Design, t: number): string {
  const left = -w - 2 * t;
  const right = w - 4 * t;
  const top = -4 * t;
  const cheek = { r: w - 3 - t, l: -w + 4 + 10 * t };
  const tip = 13 * t;
  return (
    path`M${left} -8C${left} -42 ${top - 30} -60 ${top} -60C${top + 30} -60 ${right} -42 ${right} -10` +
    path`C${right + 1} 2 ${cheek.r + 3} 8 ${cheek.r} 16C${cheek.r - 3} 36 ${tip + 17 * jaw} ${c} ${tip} ${c}` +
    path`C${tip - 20 * jaw} ${c} ${cheek.l + 3} 38 ${cheek.l} 20C${cheek.l - 6} 10 ${left - 1} 4 ${left} -8Z`
  );
}

function profileSkull({ nose: shape, face: { chin: c } }: Design): string {
  const tip = NOSE_TIP[shape];
  const noseY = shape === 'long' ? 14 : 9;
  return (
    path`M2 -60C26 -60 40 -44 37 -20Q35 -13 39 -8Q${tip - 8} ${noseY - 8} ${tip} ${noseY - 2}Q${tip - 1} ${noseY + 6} 40 15` +
    path`Q44 21 40 25Q43 31 38 34Q40 ${c} 22 ${c}C6 ${c} -6 42 -14 30C-58 36 -62 -60 2 -60Z`
  );
}

function ears(design: Design, t: number): string {
  const { halfWidth: w } = design.face;
  const far = t < 0.3 ? oval({ x: w - 4 * t, y: 4, rx: 8, ry: 11 }, { fill: design.skin, stroke: INK }) : '';
  return far + nearEar(design, -w + 6 * t, 4);
}

const nearEar = (design: Design, x: number, y: number): string =>
  oval({ x, y, rx: 8.5, ry: 12 }, { fill: design.skin, stroke: INK }) +
  line(path`M${x - 3} ${y - 5}q6 2 4 8`, design.skinShade, 2.6);

/** One soft shape on the side away from the light, which always comes from where the character looks. */
function shade(design: Design, profile: boolean, t: number): string {
  const x = profile ? -10 : -design.face.halfWidth + 10 + 14 * t;
  return flat(
    path`M${x} -60C${x - 4} 0 ${x + 6} 34 ${x + 44} ${design.face.chin - 3}L${x + 40} 70L-80 70V-60Z`,
    design.skinShade,
    0.55,
  );
}

function blush(design: Design, { eyes, mouth }: Anchors, profile: boolean): string {
  if (!design.blush) return '';
  return eyes
    .map((eye, i) =>
      oval(
        { x: profile ? 12 : eye.x + (i === 0 ? -8 : 6), y: mouth.y - 10, rx: 8, ry: 5.5 },
        { fill: design.blush ?? 'none', opacity: 0.6 },
      ),
    )
    .join('');
}

function freckles(design: Design, { eyes, mouth }: Anchors, profile: boolean): string {
  if (!design.freckles) return '';
  const spots = [
    [-7, -1],
    [-1, 2],
    [5, -1],
    [-4, 5],
    [3, 5],
  ] as const;
  return eyes
    .flatMap((eye, i) => {
      const x = profile ? 15 : eye.x + (i === 0 ? -5 : 3);
      return spots.map(([dx, dy]) => oval({ x: x + dx, y: mouth.y - 11 + dy, rx: 1.7 }, { fill: '#b5652f' }));
    })
    .join('');
}

function nose(design: Design, t: number): string {
  const x = 22 * t;
  if (design.nose === 'button')
    return line(path`M${x - 2} 10q${5 + 3 * t} 0 ${3 + 3 * t} 5.5q-2 2 -5 1.5`, INK, 2.6);
  if (design.nose === 'bulb')
    return (
      oval(
        { x: x + 2 * t, y: 12, rx: 10, ry: 8.5 },
        { fill: design.blush ?? design.skin, stroke: INK, width: 2.6 },
      ) + oval({ x: x + 2 * t - 3, y: 9, rx: 2.6, ry: 2 }, { fill: '#fff', opacity: 0.7 })
    );
  const lean = 6 + 22 * t;
  return cel(
    path`M${x - 5} -6Q${x + lean} 6 ${x + lean - 2} 16Q${x + lean - 8} 23 ${x - 6} 18`,
    design.skin,
    2.6,
  );
}

function moustache(design: Design, { mouth }: Anchors, profile: boolean): string {
  const x = profile ? 44 : mouth.x;
  const y = mouth.y - 6;
  const left = path`M${x} ${y - 3}C${x - 10} ${y - 10} ${x - 18} ${y + 4} ${x - 30} ${y - 2}C${x - 28} ${y + 12} ${x - 8} ${y + 12} ${x} ${y + 3}Z`;
  const right = path`M${x} ${y - 3}C${x + 10} ${y - 10} ${x + 18} ${y + 4} ${x + 30} ${y - 2}C${x + 28} ${y + 12} ${x + 8} ${y + 12} ${x} ${y + 3}Z`;
  return cel(left, design.hair.colour, 2.2) + (profile ? '' : cel(right, design.hair.colour, 2.2));
}

function glasses({ eyes }: Anchors, profile: boolean): string {
  const rims = eyes
    .map(
      (eye) =>
        oval({ x: eye.x, y: eye.y + 1, rx: eye.rx + 6, ry: 18 }, { fill: '#dff2ff', opacity: 0.28 }) +
        oval({ x: eye.x, y: eye.y + 1, rx: eye.rx + 6, ry: 18 }, { stroke: '#8a5a2b', width: 3.4 }),
    )
    .join('');
  const [near, far] = eyes;
  if (!near) return '';
  const bridge = far
    ? line(
        path`M${near.x + near.rx + 6} ${near.y}Q${(near.x + far.x) / 2} ${near.y - 5} ${far.x - far.rx - 6} ${far.y}`,
        '#8a5a2b',
        3.2,
      )
    : '';
  return rims + bridge + (profile ? line(path`M${near.x - 13} ${near.y}L-12 0`, '#8a5a2b', 3) : '');
}

const wrinkles = ({ eyes, mouth }: Anchors, profile: boolean): string =>
  eyes.map((eye) => line(path`M${eye.x - 7} ${eye.y + 19}q7 4 14 0`, '#c99a80', 1.8)).join('') +
  line(path`M${mouth.x - (profile ? 14 : 24)} ${mouth.y - 6}q-4 6 1 12`, '#c99a80', 2) +
  (profile ? '' : line(path`M${mouth.x + 23} ${mouth.y - 6}q4 6 -1 12`, '#c99a80', 2));
