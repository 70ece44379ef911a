import type { Expression } from '../face/face.js';
import type { Point } from '../timeline/timeline.js';
import type { WorkFile } from '../works/work-file.js';

/** WebP, GIF and APNG move and repeat for ever, PNG is a still. */
export const STICKER_FORMATS = ['webp', 'gif', 'apng', 'png'] as const;
export type StickerFormat = (typeof STICKER_FORMATS)[number];

export const STICKER_TYPES: Readonly<Record<StickerFormat, { contentType: string; extension: string }>> = {
  webp: { contentType: 'image/webp', extension: 'webp' },
  gif: { contentType: 'image/gif', extension: 'gif' },
  apng: { contentType: 'image/apng', extension: 'apng' },
  png: { contentType: 'image/png', extension: 'png' },
};

/** What messengers take. */
export interface StickerLimits {
  /** Longest side in pixels. */
  readonly side: number;
  readonly maxBytes: number;
}

export const DEFAULT_STICKER_LIMITS: StickerLimits = { side: 240, maxBytes: 500_000 };

/** A small picture of a character, moving or still; without an expression: the sheet of all that were found. */
export interface Sticker extends WorkFile {
  readonly kind: 'sticker';
  readonly character: string;
  readonly expression: Expression | null;
  readonly format: StickerFormat;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Of the episode: what it shows; of a sheet, of the first of its pictures. */
  readonly start: Point;
  readonly end: Point;
}
