import type { Expression } from '../face/face.js';
import type { Canvas } from '../picture/canvas.js';
import type { RgbPicture } from '../picture/picture.js';

export interface SheetEntry {
  readonly expression: Expression;
  readonly picture: RgbPicture;
}

const COLUMNS = 4;
const GAP = 16;
const LABEL = 32;
const TITLE = 56;

/** One picture for each expression that was found, named, below the character's name. */
export function planSheet(character: string, entries: readonly SheetEntry[], side: number): Canvas {
  const columns = Math.min(COLUMNS, Math.max(1, entries.length));
  const rows = Math.ceil(entries.length / columns);
  const [across, down] = [side + GAP, side + LABEL + GAP];
  const width = GAP + columns * across;
  const cells = entries.map((entry, at) => ({
    ...entry,
    left: GAP + (at % columns) * across,
    top: TITLE + Math.floor(at / columns) * down,
  }));
  return {
    width,
    height: TITLE + rows * down,
    background: '#f6f4ef',
    panels: [],
    pictures: cells.map(({ picture, left, top }) => ({ picture, left, top, width: side, height: side })),
    texts: [
      {
        ...{ text: character, left: GAP, top: 8, width: width - 2 * GAP, height: TITLE - 16 },
        ...{ size: 28, colour: '#14181f', align: 'left', isBold: true },
      },
      ...cells.map(({ expression, left, top }) => ({
        ...{ text: expression, left, top: top + side, width: side, height: LABEL, size: 18 },
        ...{ colour: '#4a5260', align: 'centre' as const },
      })),
    ],
  };
}
