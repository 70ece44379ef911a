import { z } from 'zod';

/** timeline.json, and what REST serves; see the domain's Timeline for the meaning of each field. */
export const pointSchema = z.object({
  ms: z.number().nonnegative().describe("milliseconds after the episode's start"),
  timecode: z
    .string()
    .regex(/^\d{2,}:\d\d:\d\d:\d\d$/)
    .describe('SMPTE hh:mm:ss:ff, non-drop-frame'),
  frame: z.int().nonnegative().describe('frames counted from 0 in display order'),
});

const boxSchema = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .describe('pixels as displayed');

const instanceSchema = z
  .object({
    start: pointSchema,
    end: pointSchema,
    confidence: z.number().min(0).max(1),
    form: z.string().nullable(),
    trackIds: z.array(z.string()),
    best: z.object({ at: pointSchema, box: boxSchema }),
  })
  .describe('half-open: `end` is the first frame without the character');

const characterSchema = z.object({
  id: z.string(),
  name: z.string(),
  known: z.boolean(),
  seenMs: z.number().nonnegative(),
  confidence: z.number().min(0).max(1),
  instances: z.array(instanceSchema),
});

export const timelineSchema = z
  .object({
    castline: z.literal(1),
    episode: z.object({
      id: z.string(),
      name: z.string(),
      sha256: z.string(),
      durationMs: z.number(),
      frameRate: z.string().describe('frames per second as a fraction, "24000/1001"'),
      width: z.int(),
      height: z.int(),
    }),
    models: z.object({ detector: z.string(), embedder: z.string() }),
    warnings: z.array(z.string()),
    cast: z.array(z.string()).describe('names that were looked for, on screen or not'),
    shots: z.array(z.object({ index: z.int(), start: pointSchema, end: pointSchema })),
    characters: z.array(characterSchema),
  })
  .meta({ title: 'Timeline' });
