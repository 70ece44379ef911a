// Reels and stickers: what is asked for, and what is kept.
import { z } from 'zod';
import type { SceneRequest } from '#domain/clips/scene-request.js';
import { EXPRESSIONS } from '#domain/face/face.js';
import type { ReelOptions } from '#domain/reels/plan-reel.js';
import { DEFAULT_STICKER_LIMITS, STICKER_FORMATS } from '#domain/stickers/sticker.js';
import { cutBodyFields, sceneRequestOf } from './cutting.contract.js';
import { clipRequestSchema } from './requests.contract.js';
import { cutAccountSchema } from './resources.contract.js';
import { pointSchema } from './timeline.contract.js';

const MOST_QUERIES = 20;
const { query, ...cutFields } = cutBodyFields;

export const reelRequestSchema = z
  .strictObject({
    queries: z
      .array(query)
      .min(1)
      .max(MOST_QUERIES)
      .describe('scene queries; their scenes come in this order'),
    ...cutFields,
    reencode: clipRequestSchema.shape.reencode,
    titles: z.boolean().default(false).describe('a title card before the scenes of each query'),
    crossfadeSeconds: z
      .number()
      .min(0)
      .max(10)
      .default(0)
      .describe('let neighbours fade into each other; 0: hard cuts'),
    longestSeconds: z
      .number()
      .positive()
      .max(24 * 3600)
      .nullable()
      .default(null)
      .describe('the reel ends after this long; null: no limit'),
  })
  .meta({ title: 'ReelRequest' });

export const stickerRequestSchema = z
  .strictObject({
    character: z.string().min(1).max(200),
    expression: z
      .enum(EXPRESSIONS)
      .nullable()
      .default(null)
      .describe('null: every one that is found, and a sheet of them'),
    formats: z
      .array(z.enum(STICKER_FORMATS))
      .min(1)
      .max(STICKER_FORMATS.length)
      .default(['webp', 'png'])
      .describe('webp, gif and apng move, png is a still'),
    count: z.int().min(1).max(20).default(1).describe('at most so many of each expression'),
    side: z.int().min(16).max(1024).default(DEFAULT_STICKER_LIMITS.side).describe('longest side in pixels'),
    maxBytes: z.int().min(1000).max(50_000_000).default(DEFAULT_STICKER_LIMITS.maxBytes),
  })
  .meta({ title: 'StickerRequest' });

const workFileFields = {
  id: z.string(),
  episodeId: z.string(),
  timelineVersion: z.int(),
  fileName: z.string(),
  contentType: z.string(),
  sizeInBytes: z.int(),
  createdAt: z.string(),
  mediaUrl: z.string(),
};

export const reelSchema = z
  .object({
    ...workFileFields,
    queries: z.array(z.string()),
    scenes: z.int(),
    frames: z.int(),
    durationMs: z.int(),
    chapters: z.array(z.object({ title: z.string(), startMs: z.int() })),
    cut: cutAccountSchema,
  })
  .meta({ title: 'Reel' });

export const stickerSchema = z
  .object({
    ...workFileFields,
    character: z.string(),
    expression: z.enum(EXPRESSIONS).nullable().describe('null: the sheet of all that were found'),
    format: z.enum(STICKER_FORMATS),
    width: z.int(),
    height: z.int(),
    frames: z.int(),
    start: pointSchema,
    end: pointSchema,
  })
  .meta({ title: 'Sticker' });

export type StickerRequestBody = z.output<typeof stickerRequestSchema>;
export type ReelRequestBody = z.output<typeof reelRequestSchema>;

/** @throws CastlineError usage TIME.SPAN */
export function askedReelOf(body: ReelRequestBody): {
  readonly requests: readonly SceneRequest[];
  readonly reelOptions: ReelOptions;
} {
  const { queries, titles, crossfadeSeconds, longestSeconds } = body;
  return {
    requests: queries.map((text) => sceneRequestOf({ ...body, query: text })),
    reelOptions: { hasTitles: titles, crossfadeSeconds, longestSeconds },
  };
}
