import { z } from 'zod';
import { ASPECTS } from '#domain/reframing/aspect.js';
import { JOB_KINDS } from '#domain/episode/job.js';
import { pointSchema } from './timeline.contract.js';

const poseSchema = z
  .object({
    yaw: z.number().describe("positive: turned to the viewer's right"),
    pitch: z.number().describe('positive: looks up'),
    roll: z.number().describe("positive: leans to the viewer's left"),
  })
  .nullable()
  .describe('how the head is turned, in whole degrees; null where the model does not tell');

const failureSchema = z.object({ code: z.string(), message: z.string() }).nullable();

const name = z.string().trim().min(1).max(200);

export const placementSchema = z
  .strictObject({
    series: name,
    season: name.max(40).nullable().default(null).describe('a label, such as "1" or "Specials"'),
    number: z.int().min(0).max(100_000).nullable().default(null).describe('of the episode in its season'),
  })
  .meta({ title: 'Placement' });

export const episodeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    sha256: z.string(),
    sizeInBytes: z.int(),
    state: z.enum(['uploaded', 'analyzing', 'analyzed', 'failed']),
    failure: failureSchema,
    width: z.int().nullable(),
    height: z.int().nullable(),
    durationSeconds: z.number().nullable(),
    placement: placementSchema.nullable().describe('its place in a series'),
    createdAt: z.string(),
  })
  .meta({ title: 'Episode' });

export const jobSchema = z
  .object({
    id: z.string(),
    kind: z.enum(JOB_KINDS),
    episodeId: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    attempts: z.int(),
    progress: z
      .object({
        stage: z.string(),
        fraction: z.number().min(0).max(1),
        speed: z.number().optional().describe('times real time'),
        remainingSeconds: z.number().optional(),
      })
      .nullable(),
    failure: failureSchema,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ title: 'Job' });

export const cutAccountSchema = z
  .object({
    method: z.enum(['copied', 'reencoded']),
    copiedShare: z
      .number()
      .min(0)
      .max(1)
      .describe("share of the frames that are the source's own, bit by bit"),
    reason: z.string().nullable().describe('why every frame was encoded anew'),
  })
  .meta({ title: 'CutAccount' });

export const clipCutSchema = cutAccountSchema
  .extend({
    extras: z
      .object({
        subtitles: z.int().describe('subtitle tracks taken along'),
        chapters: z.int().describe('chapters taken along'),
        leftOut: z.array(z.string()).describe('what stayed behind, and why'),
      })
      .optional()
      .describe('present where subtitles or chapters were asked for'),
  })
  .meta({ title: 'ClipCut' });

export const clipSchema = z
  .object({
    id: z.string(),
    episodeId: z.string(),
    query: z.string(),
    timelineVersion: z.int(),
    start: pointSchema,
    end: pointSchema,
    characters: z.array(z.string()),
    aspect: z.enum(ASPECTS).nullable().describe("what it was cropped to; null: the episode's own shape"),
    sizeInBytes: z.int(),
    cut: clipCutSchema.nullable().describe('how it was cut; null where that was not recorded'),
    createdAt: z.string(),
    mediaUrl: z.string(),
  })
  .meta({ title: 'Clip' });

export const trackSchema = z
  .object({
    id: z.string(),
    shotIndex: z.int(),
    start: pointSchema,
    end: pointSchema,
    quality: z.number(),
    faceness: z.number(),
    expression: z.string(),
    pose: poseSchema,
    photographed: z
      .number()
      .nullable()
      .describe(
        'mean probability 0..1 that this is a photographed person and nobody drawn; null where the model does not tell',
      ),
    sightings: z.array(
      z.object({
        frame: z.int(),
        score: z.number(),
        box: z.array(z.number()).length(4).describe('x1, y1, x2, y2 in pixels'),
      }),
    ),
  })
  .meta({ title: 'Track' });

export const castSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    characters: z.array(z.object({ name: z.string(), forms: z.array(z.string()), references: z.int() })),
  })
  .meta({ title: 'Cast' });

export const faceSchema = z
  .object({
    box: z.array(z.number()).length(4).describe('x1, y1, x2, y2 in pixels'),
    score: z.number(),
    name: z.string().nullable(),
    similarity: z.number().nullable(),
    expression: z.string(),
    pose: poseSchema,
    medium: z
      .enum(['drawn', 'photographed'])
      .nullable()
      .describe('what the face is made of; null where the model does not tell'),
  })
  .meta({ title: 'Face' });

/** RFC 9457 problem details, with a stable code. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string().optional(),
  })
  .meta({ title: 'Problem' });
