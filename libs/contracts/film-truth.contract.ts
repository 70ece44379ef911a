import { z } from 'zod';
import type { TrueBoundary } from '#domain/evaluation/score-shots.js';
import type { TimelineTruth, TrueFace } from '#domain/evaluation/truth.js';

/** truth.json of a labelled film: who is visible at every whole second. */
const truthSchema = z.object({
  characters: z.array(z.string()),
  range: z.tuple([z.number(), z.number()]).optional(),
  seconds: z.record(z.string(), z.record(z.string(), z.enum(['f', 's', 'b']))),
});

/** boxes.json of a labelled film: face boxes by second or frame number. */
const boxesSchema = z.record(
  z.string(),
  z.array(
    z.object({
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      ignore: z.boolean().default(false),
      id: z.string().min(1).optional(),
    }),
  ),
);

/** shots.json of a labelled film: where each shot begins and how; a gradual change begins at its shot's first frame. */
const shotsSchema = z.object({
  fps: z.number().positive(),
  shots: z.array(
    z.object({
      start_frame: z.int().nonnegative(),
      transition_in: z.enum(['cut', 'dissolve', 'fade']),
      /** Frames the change lasts. */
      transition_frames: z.int().positive().optional(),
    }),
  ),
});
/** How long a gradual change is taken to last where the labels do not say. */
const CHANGE_SECONDS = 0.5;

/** The boundaries between shots: the first shot begins with none. @throws Error that says what is not as expected */
export function parseFilmShots(value: unknown): TrueBoundary[] {
  const { fps, shots } = parse(shotsSchema, value);
  return shots.slice(1).map(({ start_frame: frame, transition_in: transition, transition_frames }) => {
    if (transition === 'cut') return { transition, frame };
    return { transition, from: frame, end: frame + (transition_frames ?? Math.round(CHANGE_SECONDS * fps)) };
  });
}

/** @throws Error that says what is not as expected */
export function parseFilmTruth(value: unknown): TimelineTruth {
  const { characters, seconds, range } = parse(truthSchema, value);
  return range ? { characters, seconds, range } : { characters, seconds };
}

/** @throws Error that says what is not as expected */
export function parseFilmBoxes(value: unknown): Record<string, TrueFace[]> {
  return Object.fromEntries(
    Object.entries(parse(boxesSchema, value)).map(([key, faces]) => [
      key,
      faces.map(({ box, ignore, id }) => (id === undefined ? { box, ignore } : { box, ignore, id })),
    ]),
  );
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(z.prettifyError(result.error));
}
