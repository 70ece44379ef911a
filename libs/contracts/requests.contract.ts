import { z } from 'zod';
import { ASPECTS } from '#domain/reframing/aspect.js';
import { cutBodyFields } from './cutting.contract.js';

export const analyzeRequestSchema = z
  .strictObject({
    castId: z
      .string()
      .max(100)
      .nullable()
      .default(null)
      .describe('identify against this cast; null discovers everyone'),
  })
  .meta({ title: 'AnalyzeRequest' });

export const clipRequestSchema = z
  .strictObject({
    ...cutBodyFields,
    reencode: z
      .boolean()
      .default(false)
      .describe('encode every frame as H.264 instead of copying those that can be copied'),
    subtitles: z
      .boolean()
      .default(false)
      .describe("take along what the episode's subtitle tracks say in the clip"),
    chapters: z.boolean().default(false).describe("take along the episode's chapters within the clip"),
    aspect: z
      .enum(ASPECTS)
      .nullable()
      .default(null)
      .describe("crop to this shape; the camera follows the query's characters; null: the episode's own"),
  })
  .meta({ title: 'ClipRequest' });

export const castRequestSchema = z
  .strictObject({ name: z.string().min(1).max(200) })
  .meta({ title: 'CastRequest' });

export type AnalyzeRequestBody = z.output<typeof analyzeRequestSchema>;
export type ClipRequestBody = z.output<typeof clipRequestSchema>;
export type CastRequestBody = z.output<typeof castRequestSchema>;
