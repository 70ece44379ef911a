import { z } from 'zod';
import { JOB_KINDS, JOB_STATES } from '#domain/episode/job.js';

/** What may stand behind the question mark of a list that is read page by page. */
export const pageParametersSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('1 to 1000, 100 by default'),
  after: z.string().max(100).optional().describe('`next` of the page before'),
});

export type PageParameters = z.output<typeof pageParametersSchema>;

export const jobsParametersSchema = pageParametersSchema.extend({
  episodeId: z.string().max(200).optional(),
  kind: z.enum(JOB_KINDS).optional(),
  state: z.enum(JOB_STATES).optional(),
});

export type JobsParameters = z.output<typeof jobsParametersSchema>;
