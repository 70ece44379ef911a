import { z } from 'zod';
import { episodeSchema, jobSchema } from '#contracts/resources.contract.js';
import type { Episode } from '#domain/episode/episode.js';
import type { Placement } from '#domain/episode/placement.js';
import type { Job } from '#domain/episode/job.js';

/** What the outside sees of an episode: no path of this machine. */
export function episodeResource(
  { id, name, sha256, sizeInBytes, state, failure, facts, createdAt }: Episode,
  placement: Placement | undefined,
): z.output<typeof episodeSchema> {
  return {
    id,
    name,
    sha256,
    sizeInBytes,
    state,
    failure,
    width: facts?.width ?? null,
    height: facts?.height ?? null,
    durationSeconds: facts?.durationSeconds ?? null,
    placement: placement ?? null,
    createdAt,
  };
}

export function jobResource({
  payload: _payload,
  key: _key,
  progress,
  ...job
}: Job): z.output<typeof jobSchema> {
  if (!progress) return { ...job, progress };
  const { stage, fraction, speed, remainingSeconds } = progress;
  return {
    ...job,
    progress: {
      stage,
      fraction,
      ...(speed === undefined ? {} : { speed }),
      ...(remainingSeconds === undefined ? {} : { remainingSeconds }),
    },
  };
}
