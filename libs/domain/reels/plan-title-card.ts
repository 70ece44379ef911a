import type { Canvas } from '../picture/canvas.js';
import type { Size } from '../picture/even-size.js';
import type { TitleCard } from './reel.js';

const BACKGROUND = '#14181f';
const TITLE_COLOUR = '#f4f1ea';
const SUBTITLE_COLOUR = '#9aa4b2';
const LINE_COLOUR = '#e0a33e';

/** The title in the middle, a short line under it and the subtitle below, in proportion to the picture. */
export function planTitleCard({ title, subtitle }: TitleCard, { width, height }: Size): Canvas {
  const unit = Math.min(width, height);
  const part = (share: number): number => Math.max(1, Math.round(unit * share));
  const textWidth = Math.max(1, Math.round(width * 0.86));
  const left = Math.round((width - textWidth) / 2);
  const middle = Math.round(height * 0.56);
  const line = { width: part(0.16), height: part(0.008) };
  return {
    width,
    height,
    background: BACKGROUND,
    panels: [{ left: Math.round((width - line.width) / 2), top: middle, ...line, colour: LINE_COLOUR }],
    pictures: [],
    texts: [
      {
        ...{ text: title, left, width: textWidth, align: 'centre', isBold: true },
        ...{ top: middle - part(0.36), height: part(0.32), size: part(0.12), colour: TITLE_COLOUR },
      },
      {
        ...{ text: subtitle, left, width: textWidth, align: 'centre' },
        ...{ top: middle + part(0.05), height: part(0.1), size: part(0.05), colour: SUBTITLE_COLOUR },
      },
    ],
  };
}
