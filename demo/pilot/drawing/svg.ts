/** SVG as plain strings. Numbers are rounded to a hundredth, so that a drawing's text is the same on every machine. */

export const INK = '#38242f';

export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  /** Stroke width in the units of the surrounding group. */
  readonly width?: number;
  readonly opacity?: number;
}

export const num = (value: number): string => String(Math.round(value * 100) / 100 + 0);

/** Rounds every number written into a template of path data. */
export function path(parts: TemplateStringsArray, ...values: readonly number[]): string {
  return parts.reduce((text, part, i) => text + num(values[i - 1] ?? 0) + part);
}

function paint({ fill = 'none', stroke, width = 3, opacity }: Paint): string {
  const line = stroke
    ? ` stroke="${stroke}" stroke-width="${num(width)}" stroke-linecap="round" stroke-linejoin="round"`
    : '';
  return `fill="${fill}"${line}${opacity === undefined ? '' : ` opacity="${num(opacity)}"`}`;
}

/** Flat colour without an outline: scenery, shades, lights. */
export const flat = (d: string, fill: string, opacity?: number): string =>
  `<path d="${d}" ${paint(opacity === undefined ? { fill } : { fill, opacity })}/>`;

/** Flat colour with the film's outline: everything alive. */
export const cel = (d: string, fill: string, width = 3): string =>
  `<path d="${d}" ${paint({ fill, stroke: INK, width })}/>`;

export const line = (d: string, stroke: string = INK, width = 3): string =>
  `<path d="${d}" ${paint({ stroke, width })}/>`;

export interface Oval {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry?: number;
}

export const oval = ({ x, y, rx, ry = rx }: Oval, style: Paint): string =>
  `<ellipse cx="${num(x)}" cy="${num(y)}" rx="${num(Math.max(0, rx))}" ry="${num(Math.max(0, ry))}" ${paint(style)}/>`;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly round?: number;
}

export const rect = ({ x, y, width, height, round = 0 }: Rect, style: Paint): string =>
  `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" rx="${num(round)}" ${paint(style)}/>`;

/** A limb: one thick line with an outline on both sides. */
export const tube = (d: string, colour: string, width: number): string =>
  line(d, INK, width + 6) + line(d, colour, width);

export interface Placement {
  readonly x?: number;
  readonly y?: number;
  readonly scale?: number;
  /** -1 mirrors left and right. */
  readonly side?: 1 | -1;
  /** Clockwise, in degrees. */
  readonly tilt?: number;
}

export const place = ({ x = 0, y = 0, scale = 1, side = 1, tilt = 0 }: Placement, content: string): string =>
  `<g transform="translate(${num(x)} ${num(y)}) rotate(${num(tilt)}) scale(${(scale * side).toFixed(4)} ${scale.toFixed(4)})">${content}</g>`;

/** `content` cut to the outline `d`. `id` must be unique in the drawing. */
export const inside = (id: string, d: string, content: string): string =>
  `<clipPath id="${id}"><path d="${d}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;

/** Path data of an ellipse, for clips and unions. */
export const ovalPath = ({ x, y, rx, ry = rx }: Oval): string =>
  path`M${x - rx} ${y}A${rx} ${ry} 0 1 1 ${x + rx} ${y}A${rx} ${ry} 0 1 1 ${x - rx} ${y}Z`;

export function document(size: { width: number; height: number }, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">${content}</svg>`;
}
