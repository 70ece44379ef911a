// Reels: what is asked for, and what is kept.
import { z } from 'zod';
import { cutBodyFields } from './cutting.contract.js';
import { clipRequestSchema } from './requests.contract.js';
import { cutAccountSchema } from './resources.contract.js';

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

export type ReelRequestBody = z.output<typeof reelRequestSchema>;
