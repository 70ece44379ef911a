/** The film's own hand lettering: strokes, so that titles need no font and look the same everywhere. */
import { line } from './svg.js';

/** Each glyph in a cell 6 wide and 10 high, origin at the top left; its advance width comes first. */
const GLYPHS: Readonly<Record<string, readonly [width: number, strokes: string]>> = {
  A: [6.4, 'M0 10L3.2 0L6.4 10M1.2 6.6H5.2'],
  B: [5, 'M0 0V10M0 0H2.6Q5 0 5 2.4T2.6 4.8H0M2.6 4.8Q5.4 4.9 5.4 7.4T2.6 10H0'],
  C: [5.6, 'M5.6 1.6Q4.6 0 3 0Q0 0 0 5T3 10Q4.6 10 5.6 8.4'],
  D: [5.6, 'M0 0V10H2Q5.6 10 5.6 5T2 0Z'],
  E: [4.4, 'M4.4 0H0V10H4.4M0 4.8H3.6'],
  F: [4.2, 'M4.2 0H0V10M0 4.8H3.4'],
  G: [5.8, 'M5.6 1.6Q4.6 0 3 0Q0 0 0 5T3 10Q5.8 10 5.8 7V5.6H3.4'],
  H: [5.4, 'M0 0V10M5.4 0V10M0 4.8H5.4'],
  I: [0.4, 'M0.2 0V10'],
  K: [5, 'M0 0V10M5 0L0 5.4L5 10'],
  L: [4.2, 'M0 0V10H4.2'],
  M: [7, 'M0 10V0L3.5 5.6L7 0V10'],
  N: [5.4, 'M0 10V0L5.4 10V0'],
  O: [6.2, 'M3.1 0Q6.2 0 6.2 5T3.1 10T0 5T3.1 0Z'],
  P: [5, 'M0 10V0H2.4Q5 0 5 2.7T2.4 5.4H0'],
  R: [5.2, 'M0 10V0H2.4Q5 0 5 2.6T2.4 5.2H0M2.4 5.2L5.2 10'],
  S: [5, 'M4.8 1.4Q4 0 2.5 0Q0.2 0 0.2 2.4Q0.2 4.3 2.5 4.9T4.9 7.5Q4.9 10 2.4 10Q0.8 10 0 8.5'],
  T: [5.4, 'M0 0H5.4M2.7 0V10'],
  U: [5.4, 'M0 0V6.8Q0 10 2.7 10T5.4 6.8V0'],
  W: [8, 'M0 0L2 10L4 2.6L6 10L8 0'],
  Y: [5.6, 'M0 0L2.8 5L5.6 0M2.8 5V10'],
  ' ': [3, ''],
};

const GAP = 2.1;

export interface Lettering {
  readonly text: string;
  /** The middle of the line, and its top. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly colour: string;
  readonly weight: number;
  readonly outline?: string;
}

export function letter({ text, x, y, height, colour, weight, outline }: Lettering): string {
  const glyphs = [...text].map((sign) => {
    const glyph = GLYPHS[sign];
    if (!glyph) throw new RangeError(`the lettering has no '${sign}'; add it to lettering.ts`);
    return glyph;
  });
  const scale = height / 10;
  const total = glyphs.reduce((sum, [width]) => sum + width + GAP, -GAP);
  let at = -total / 2;
  const drawn = (stroke: string, width: number): string => {
    at = -total / 2;
    return glyphs
      .map(([advance, d], i) => {
        const hop = [0, -0.5, 0.3, -0.2, 0.4][i % 5] ?? 0;
        const glyph = d
          ? `<g transform="translate(${at.toFixed(2)} ${hop})">${line(d, stroke, width / scale)}</g>`
          : '';
        at += advance + GAP;
        return glyph;
      })
      .join('');
  };
  const body = (outline ? drawn(outline, weight + 12) : '') + drawn(colour, weight);
  return `<g transform="translate(${x} ${y}) scale(${scale.toFixed(3)})">${body}</g>`;
}
