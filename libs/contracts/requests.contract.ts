import { z } from 'zod';
import { DEFAULT_CUT_OPTIONS } from '#domain/clips/plan-cuts.js';

const seconds = z.number().min(0).max(3600);

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
    query: z.string().min(1).max(1000).describe('scene query, such as "alice AND NOT bob"'),
    paddingSeconds: seconds.default(DEFAULT_CUT_OPTIONS.paddingSeconds),
    mergeGapSeconds: seconds.default(DEFAULT_CUT_OPTIONS.mergeGapSeconds),
    minimumSeconds: seconds.default(DEFAULT_CUT_OPTIONS.minimumSeconds),
    snapSeconds: seconds.default(DEFAULT_CUT_OPTIONS.snapSeconds),
    reencode: z
      .boolean()
      .default(false)
      .describe('encode every frame as H.264 instead of copying those that can be copied'),
  })
  .meta({ title: 'ClipRequest' });

export const castRequestSchema = z
  .strictObject({ name: z.string().min(1).max(200) })
  .meta({ title: 'CastRequest' });

export type AnalyzeRequestBody = z.output<typeof analyzeRequestSchema>;
export type ClipRequestBody = z.output<typeof clipRequestSchema>;
export type CastRequestBody = z.output<typeof castRequestSchema>;
