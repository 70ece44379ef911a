import { z } from 'zod';
import { DEFAULT_CUT_OPTIONS } from '#domain/clips/plan-cuts.js';
import { EDIT_SHAPES } from '#domain/interchange/edit-list.js';
import { pointSchema } from './timeline.contract.js';

const seconds = z.coerce.number().min(0).max(3600);

/** What may stand behind the question mark of an export. */
export const exportParametersSchema = z.strictObject({
  query: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('scene query; without one every appearance is exported'),
  shape: z.enum(EDIT_SHAPES).optional().describe('default: cuts with a query, markers without'),
  startTimecode: z
    .string()
    .max(20)
    .optional()
    .describe("of the file's first frame, 01:00:00:00 or, drop-frame, 01:00:00;00; default: zero"),
  reel: z.string().optional().describe('reel name in an EDL, at most eight letters and digits; default: AX'),
  part: z.coerce
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('of an EDL with more than 999 events; how many there are is in Castline-Parts'),
  paddingSeconds: seconds.default(DEFAULT_CUT_OPTIONS.paddingSeconds),
  mergeGapSeconds: seconds.default(DEFAULT_CUT_OPTIONS.mergeGapSeconds),
  minimumSeconds: seconds.default(DEFAULT_CUT_OPTIONS.minimumSeconds),
  snapSeconds: seconds.default(DEFAULT_CUT_OPTIONS.snapSeconds),
});

export type ExportParameters = z.output<typeof exportParametersSchema>;

/** An export in the format `json`. */
export const exportedEditListSchema = z
  .object({
    castline: z.literal(1),
    title: z.string(),
    episodeId: z.string(),
    shape: z.enum(EDIT_SHAPES),
    query: z.string().nullable(),
    rate: z.string().describe('frames per second as a fraction, "24000/1001"'),
    startTimecode: z.string().describe("of the file's first frame; a semicolon marks drop-frame"),
    durationFrames: z.int().positive(),
    notes: z.array(z.string()).describe('such as that a variable frame rate was conformed'),
    events: z.array(
      z.object({
        name: z.string(),
        start: pointSchema,
        end: pointSchema,
        frames: z.tuple([z.int(), z.int()]).describe("half-open, at `rate`, 0 being the file's first frame"),
        characters: z.array(z.object({ id: z.string(), name: z.string(), known: z.boolean() })),
        form: z.string().nullable(),
        confidence: z.number().min(0).max(1).nullable(),
      }),
    ),
  })
  .meta({ title: 'EditList' });
