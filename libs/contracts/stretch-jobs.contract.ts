import { z } from 'zod';

/** What the job that coordinates an analysis asks of analyzers: ids only. */
const asked = {
  /** The job that waits for the result. Once it has ended, nobody does. */
  askedBy: z.string().min(1),
  scanKey: z.string().min(1),
};

export const splitJobSchema = z.object(asked);

export const stretchJobSchema = z.object({
  ...asked,
  planId: z.string().min(1),
  stretch: z.number().int().min(0),
});
