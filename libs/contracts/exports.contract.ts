import { z } from 'zod';
import { EDIT_SHAPES } from '#domain/interchange/edit-list.js';
import { EXPORT_FORMAT_NAMES } from '#domain/interchange/export-formats.js';
import { cutBodyFields, cutParameterFields } from './cutting.contract.js';
import { pointSchema } from './timeline.contract.js';

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
  ...cutParameterFields,
});

export type ExportParameters = z.output<typeof exportParametersSchema>;

const exportBodyFields = {
  format: z.enum(EXPORT_FORMAT_NAMES),
  startTimecode: exportParametersSchema.shape.startTimecode,
  reel: exportParametersSchema.shape.reel,
};

/** An export to be kept. */
export const exportRequestSchema = z
  .strictObject({
    ...exportBodyFields,
    shape: exportParametersSchema.shape.shape,
    ...cutBodyFields,
    query: cutBodyFields.query.optional(),
  })
  .meta({ title: 'ExportRequest' });

/** The scenes of several episodes as one cut list, to be kept. */
export const seriesExportRequestSchema = z
  .strictObject({
    series: z.string().min(1).max(200),
    season: z.string().min(1).max(40).nullable().default(null).describe('null: all seasons'),
    ...exportBodyFields,
    ...cutBodyFields,
  })
  .meta({ title: 'SeriesExportRequest' });

export const storedExportSchema = z
  .object({
    id: z.string(),
    episodeIds: z.array(z.string()),
    query: z.string().nullable(),
    format: z.enum(EXPORT_FORMAT_NAMES),
    fileName: z.string(),
    contentType: z.string(),
    part: z.int().describe('of an EDL with more than 999 events'),
    parts: z.int(),
    events: z.int(),
    sizeInBytes: z.int(),
    createdAt: z.string(),
    mediaUrl: z.string(),
  })
  .meta({ title: 'StoredExport' });

/** An export in the format `json`. */
export const exportedEditListSchema = z
  .object({
    castline: z.literal(1),
    title: z.string(),
    episodeId: z.string().nullable().describe('null where the events are of several episodes'),
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
        source: z
          .object({
            episodeId: z.string(),
            media: z.object({ fileName: z.string(), url: z.string(), frames: z.int() }),
            startFrame: z.int(),
          })
          .optional()
          .describe('which of several episodes it is of'),
      }),
    ),
  })
  .meta({ title: 'EditList' });
