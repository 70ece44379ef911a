/** Eyes, brows and mouths: what an expression is made of. Shared by people, badger and robot. */
import type { Expression } from '#domain/face/face.js';
import { cel, flat, inside, INK, line, oval, path } from '../drawing/svg.js';
import type { HeadLook } from './design.js';

/** Where a head carries its features, in head units, already turned. */
export interface Anchors {
  readonly eyes: readonly {
    readonly x: number;
    readonly y: number;
    readonly rx: number;
    readonly ry: number;
  }[];
  readonly brow: { readonly dy: number; readonly half: number };
  readonly mouth: { readonly x: number; readonly y: number; readonly half: number };
}

interface Mood {
  /** Upper lid: 1 = fully open; slant > 0 lowers its inner end (anger), < 0 its outer end (sorrow). */
  readonly lid: number;
  readonly slant: number;
  /** Lower lid: 1 = round, less = pushed up by the cheek. */
  readonly low: number;
  readonly iris: number;
  /** Brow: how far raised, and its inner end against its outer end (positive: inner end down). */
  readonly browLift: number;
  readonly browSlant: number;
}

const MOODS: Readonly<Record<Expression, Mood>> = {
  neutral: { lid: 0.94, slant: 0, low: 1, iris: 1, browLift: 0, browSlant: 0 },
  happy: { lid: 1, slant: 0, low: 0.62, iris: 1.05, browLift: 4, browSlant: -1 },
  angry: { lid: 0.72, slant: 0.55, low: 0.85, iris: 0.9, browLift: -5, browSlant: 8 },
  sad: { lid: 0.8, slant: -0.42, low: 0.95, iris: 1, browLift: 2, browSlant: -8 },
  surprise: { lid: 1.22, slant: 0, low: 1.15, iris: 0.8, browLift: 10, browSlant: 0 },
  fear: { lid: 1.16, slant: -0.2, low: 1.12, iris: 0.58, browLift: 6, browSlant: -9 },
  disgust: { lid: 0.58, slant: 0.2, low: 0.6, iris: 0.9, browLift: -4, browSlant: 4 },
};

/** Inner is towards the nose: for the near eye (drawn first, on the left) that is its right end. */
export function drawEyes(look: HeadLook, anchors: Anchors): string {
  const mood = MOODS[look.expression];
  return anchors.eyes
    .map((eye, i) => {
      const inner = anchors.eyes.length === 1 || i === 0 ? 1 : -1;
      const brow = drawBrow(look, mood, { ...eye, inner, ...anchors.brow });
      return (
        (look.blinking ? shutEye(eye) : openEye(look, mood, { ...eye, inner, id: `${look.id}e${i}` })) + brow
      );
    })
    .join('');
}

interface EyePlace {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
}

const shutEye = ({ x, y, rx }: EyePlace): string =>
  line(path`M${x - rx} ${y}Q${x} ${y + 8} ${x + rx} ${y}`, INK, 3.4);

function openEye(look: HeadLook, mood: Mood, eye: EyePlace & { inner: 1 | -1; id: string }): string {
  const { x, y, rx, ry, inner, id } = eye;
  const top = ry * 1.32 * mood.lid;
  const drop = mood.slant * ry;
  const left = -top + (inner === 1 ? -drop : drop) * 0.5;
  const right = -top + (inner === 1 ? drop : -drop) * 0.5;
  const low = ry * 1.32 * mood.low;
  const upper = path`M${x - rx} ${y}C${x - rx * 0.95} ${y + left} ${x + rx * 0.95} ${y + right} ${x + rx} ${y}`;
  const shape = upper + path`C${x + rx * 0.95} ${y + low} ${x - rx * 0.95} ${y + low} ${x - rx} ${y}Z`;
  const size = Math.min(rx, ry) * 0.66 * mood.iris;
  const cx = x + look.gaze[0] * rx * 0.34;
  const cy = y + look.gaze[1] * ry * 0.3;
  const ball =
    oval({ x: cx, y: cy, rx: size, ry: size * 1.12 }, { fill: look.design.iris }) +
    oval({ x: cx, y: cy, rx: size * 0.56, ry: size * 0.64 }, { fill: '#1d1420' }) +
    flat(
      path`M${x - rx} ${y - ry * 1.4}H${x + rx}V${y - ry * 0.55}Q${x} ${y - ry * 0.85} ${x - rx} ${y - ry * 0.55}Z`,
      '#5a5a8a',
      0.22,
    ) +
    oval({ x: cx - size * 0.36, y: cy - size * 0.42, rx: size * 0.3 }, { fill: '#fff' });
  const lashes = look.design.lashes
    ? line(path`M${x - rx} ${y - 1}l-4 -3.5M${x - rx * 0.8} ${y - ry * 0.5}l-3.6 -3.6`, INK, 2.4)
    : '';
  return (
    flat(shape, '#fffdf8') +
    inside(id, shape, ball) +
    line(shape, INK, 1.6) +
    line(upper, INK, 3.4) +
    (inner === 1 ? lashes : '')
  );
}

interface BrowPlace extends EyePlace {
  readonly inner: 1 | -1;
  readonly dy: number;
  readonly half: number;
}

function drawBrow(look: HeadLook, mood: Mood, { x, y, rx, inner, dy, half }: BrowPlace): string {
  const reach = Math.min(half, rx + 4);
  const height = y - dy - mood.browLift;
  const left = height + (inner === 1 ? -mood.browSlant : mood.browSlant) * 0.5;
  const right = height + (inner === 1 ? mood.browSlant : -mood.browSlant) * 0.5;
  const arch = Math.abs(mood.browSlant) > 5 ? 1 : 5;
  return line(
    path`M${x - reach} ${left}Q${x} ${height - arch} ${x + reach} ${right}`,
    look.design.brow.colour,
    look.design.brow.width,
  );
}

const LIP = '#7d2f3a';
const TONGUE = '#e2727a';

/** The mouth, with the lips opened further while the character talks. */
export function drawMouth(look: HeadLook, { mouth }: Anchors): string {
  const { x, y, half: h } = mouth;
  const open = look.talking;
  const drawings: Readonly<Record<Expression, () => string>> = {
    neutral: () =>
      open > 0.1
        ? bowl({ x, y, h: h * 0.62, rise: -1, drop: 4 + 11 * open, id: look.id })
        : smile(x, y, h * 0.62, 2),
    happy: () => bowl({ x, y: y - 2, h, rise: 3, drop: 13 + 9 * open, id: look.id }),
    angry: () => teeth(x, y + 3, h * (0.92 - 0.15 * open), 5 + 7 * open),
    sad: () => (open > 0.1 ? teeth(x, y + 3, h * 0.55, 3 + 6 * open, true) : smile(x, y + 5, h * 0.72, -7)),
    surprise: () => cel(oval0(x, y + 4, h * 0.4 + 2 * open, 10 + 5 * open), LIP, 2.6),
    fear: () => wobble(x, y + 3, h * 0.9, 5 + 4 * open),
    disgust: () => sneer({ x, y: y + 2, h: h * 0.8, open, id: look.id }),
  };
  return drawings[look.expression]();
}

const oval0 = (x: number, y: number, rx: number, ry: number): string =>
  path`M${x - rx} ${y}A${rx} ${ry} 0 1 1 ${x + rx} ${y}A${rx} ${ry} 0 1 1 ${x - rx} ${y}Z`;

const smile = (x: number, y: number, h: number, depth: number): string =>
  line(path`M${x - h} ${y}Q${x} ${y + depth * 1.6} ${x + h} ${y}`, INK, 3);

function bowl(m: { x: number; y: number; h: number; rise: number; drop: number; id: string }): string {
  const { x, y, h, rise, drop } = m;
  const d = path`M${x - h} ${y - rise}Q${x} ${y + rise * 1.3} ${x + h} ${y - rise}C${x + h * 0.85} ${y + drop} ${x - h * 0.85} ${y + drop} ${x - h} ${y - rise}Z`;
  const within =
    flat(
      path`M${x - h} ${y - rise - 2}H${x + h}V${y + 1.5}Q${x} ${y + rise + 4} ${x - h} ${y + 1.5}Z`,
      '#fff',
    ) + oval({ x, y: y + drop * 0.86, rx: h * 0.62, ry: drop * 0.4 }, { fill: TONGUE });
  return flat(d, LIP) + inside(`${m.id}m`, d, within) + line(d, INK, 2.6);
}

function teeth(x: number, y: number, h: number, tall: number, turnedDown = true): string {
  const bend = turnedDown ? 7 : 0;
  const d = path`M${x - h} ${y + bend}Q${x} ${y - bend - 2} ${x + h} ${y + bend}Q${x + h + 2} ${y + bend + tall} ${x + h * 0.7} ${y + bend + tall * 0.9}Q${x} ${y + tall - 2} ${x - h * 0.7} ${y + bend + tall * 0.9}Q${x - h - 2} ${y + bend + tall} ${x - h} ${y + bend}Z`;
  return (
    cel(d, '#fffaf0', 2.6) +
    line(
      path`M${x - h * 0.4} ${y + 1}v${tall}M${x} ${y - 1}v${tall}M${x + h * 0.4} ${y + 1}v${tall}`,
      '#b9a8a8',
      1.4,
    )
  );
}

function wobble(x: number, y: number, h: number, tall: number): string {
  const s = h / 3;
  const d = path`M${x - h} ${y + 4}q${s * 0.5} ${-7} ${s} ${-3}t${s} ${-1}t${s} ${1}t${s} ${1}t${s} ${2}q${s * 1.2} ${4} ${0} ${tall}q${-s} ${-2} ${-s * 1.4} ${0}t${-s * 1.8} ${0}t${-s * 1.6} ${0}q${-s * 1.4} ${-2} ${-s * 0.2} ${-tall}Z`;
  return cel(d, '#fffaf0', 2.6);
}

function sneer(m: { x: number; y: number; h: number; open: number; id: string }): string {
  const { x, y, h, open } = m;
  const upper = path`M${x - h} ${y + 5}Q${x - h * 0.4} ${y - 6} ${x} ${y}T${x + h} ${y - 3}`;
  const tongue = path`M${x - h * 0.35} ${y - 1}q${1} ${13 + 5 * open} ${h * 0.36} ${12 + 5 * open}q${h * 0.4} ${-1} ${h * 0.32} ${-12 - 3 * open}Z`;
  return cel(tongue, TONGUE, 2.2) + line(upper, INK, 3);
}
