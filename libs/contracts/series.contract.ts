import { z } from 'zod';
import { MARK_KINDS } from '#domain/episode/mark.js';
import { cutParameterFields } from './cutting.contract.js';
import { clipRequestSchema } from './requests.contract.js';
import { clipSchema, jobSchema, placementSchema } from './resources.contract.js';
import { pointSchema } from './timeline.contract.js';

const name = z.string().trim().min(1).max(200);

export const marksSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          kind: z.enum(MARK_KINDS),
          span: z.string().max(40).describe('such as "0:00-1:30" or "20:15-end"'),
        }),
      )
      .max(200),
  })
  .meta({ title: 'Marks' });

export const seriesSchema = z
  .object({
    name: z.string(),
    seasons: z.array(z.object({ season: z.string().nullable(), episodeIds: z.array(z.string()) })),
  })
  .meta({ title: 'Series' });

/** What may stand behind the question mark of a question to a series. */
export const seriesScenesParametersSchema = z.strictObject({
  series: name.describe('exact name'),
  season: name.optional().describe('all seasons without it'),
  query: z.string().min(1).max(1000).describe('scene query, such as "alice AND NOT bob"'),
  ...cutParameterFields,
});

export const seriesParametersSchema = z.strictObject({ series: name, season: name.optional() });

export const seriesClipRequestSchema = z
  .strictObject({
    series: name,
    season: name.nullable().default(null).describe('null: all seasons'),
    ...clipRequestSchema.shape,
  })
  .meta({ title: 'SeriesClipRequest' });

const meritSchema = z
  .object({
    confidence: z.number(),
    faceShare: z.number().describe("height of the largest face as a share of the picture's"),
    sharpness: z.number(),
    score: z.number().describe('the three weighed together'),
  })
  .describe('what speaks for it, each 0 to 1');

export const plannedSceneSchema = z.object({
  start: pointSchema,
  end: pointSchema,
  characters: z.array(z.string()),
  merit: meritSchema,
});

const ofEpisode = {
  episodeId: z.string(),
  name: z.string(),
  placement: placementSchema.nullable(),
};

const skippedSchema = z
  .array(z.object({ episodeId: z.string(), name: z.string() }))
  .describe('episodes that are not analysed yet');

export const seriesScenesSchema = z
  .object({
    query: z.string(),
    episodes: z.array(
      z.object({
        ...ofEpisode,
        timelineVersion: z.int(),
        scenes: z.array(plannedSceneSchema),
        notes: z.array(z.string()),
      }),
    ),
    skipped: skippedSchema,
  })
  .meta({ title: 'SeriesScenes' });

export const seriesJobsSchema = z
  .object({ items: z.array(jobSchema), skipped: skippedSchema })
  .meta({ title: 'SeriesJobs' });

export const seriesClipsSchema = z
  .object({ episodes: z.array(z.object({ ...ofEpisode, clips: z.array(clipSchema) })) })
  .meta({ title: 'SeriesClips' });

/** A plan before a pixel is encoded. */
export const clipPreviewSchema = z
  .object({
    query: z.string(),
    timelineVersion: z.int(),
    clips: z.array(
      plannedSceneSchema.extend({
        frames: z.int(),
        firstFrameUrl: z.string().describe('a JPEG of the first frame'),
        lastFrameUrl: z.string().describe('a JPEG of the last frame'),
      }),
    ),
    notes: z.array(z.string()),
  })
  .meta({ title: 'ClipPreview' });
