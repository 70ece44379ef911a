// How scenes become cuts, as a body (numbers) or behind a question mark (texts) says it.
import { z } from 'zod';
import { DEFAULT_CUT_OPTIONS } from '#domain/clips/plan-cuts.js';
import type { SceneRequest } from '#domain/clips/scene-request.js';
import { parseTimeSpan } from '#domain/time/time-span.js';

const LONGEST_SECONDS = 24 * 3600;

/** @param seconds a number, or text that is one */
function cutFields(seconds: z.ZodType<number>, most: z.ZodType<number>) {
  return {
    paddingSeconds: seconds
      .default(DEFAULT_CUT_OPTIONS.paddingSeconds)
      .describe('kept before and after each scene'),
    mergeGapSeconds: seconds
      .default(DEFAULT_CUT_OPTIONS.mergeGapSeconds)
      .describe('scenes closer than this become one clip'),
    minimumSeconds: seconds
      .default(DEFAULT_CUT_OPTIONS.minimumSeconds)
      .describe('shorter clips are left out'),
    maximumSeconds: most
      .nullable()
      .default(DEFAULT_CUT_OPTIONS.maximumSeconds)
      .describe('longer clips are split, at shot cuts where they allow it; at least twice the minimum'),
    snapSeconds: seconds
      .default(DEFAULT_CUT_OPTIONS.snapSeconds)
      .describe('an end this close to a shot cut moves onto it'),
    speechReachSeconds: seconds
      .default(DEFAULT_CUT_OPTIONS.speechReachSeconds)
      .describe('an end that falls into sound moves to a silence this close; 0: wherever the scene ends'),
    bestSeconds: most
      .nullable()
      .default(null)
      .describe('only the best clips, so many seconds of them together: sure, large, sharp, varied'),
  };
}

const query = z.string().min(1).max(1000);
const span = z.string().max(40);
const seconds = z.number().min(0).max(3600);
const secondsAsText = z.coerce.number().min(0).max(3600);

export const cutBodyFields = {
  query: query.describe('scene query, such as "alice AND NOT bob"'),
  ...cutFields(seconds, z.number().positive().max(LONGEST_SECONDS)),
  exclude: z
    .array(span)
    .max(100)
    .default([])
    .describe('spans that are never cut, such as "0:00-1:30" or "20:15-end"'),
  includeMarked: z
    .boolean()
    .default(false)
    .describe('also cut what is marked as opening, ending, credits and the like'),
};

export const cutParameterFields = {
  ...cutFields(secondsAsText, z.coerce.number().positive().max(LONGEST_SECONDS)),
  exclude: z
    .union([span, z.array(span).max(100)])
    .default([])
    .transform((spans) => [spans].flat())
    .describe('a span that is never cut, such as "0:00-1:30"; may be given several times'),
  includeMarked: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('also cut what is marked as opening, ending, credits and the like'),
};

type CutFields = z.output<z.ZodObject<typeof cutBodyFields>>;

/** @throws CastlineError usage TIME.SPAN */
export function sceneRequestOf(fields: CutFields): SceneRequest {
  const { paddingSeconds, mergeGapSeconds, minimumSeconds, maximumSeconds, snapSeconds } = fields;
  const { query: text, speechReachSeconds, bestSeconds, includeMarked, exclude } = fields;
  return {
    query: text,
    options: {
      ...{ paddingSeconds, mergeGapSeconds, minimumSeconds, maximumSeconds, snapSeconds },
      speechReachSeconds,
    },
    excluded: exclude.map(parseTimeSpan),
    includeMarked,
    bestSeconds,
  };
}
