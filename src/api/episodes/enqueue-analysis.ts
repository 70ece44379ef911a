import type { Job } from '#domain/episode/job.js';
import type { JobQueue } from '#ports/job-queue.port.js';

/** One analysis per episode and cast at a time: asked again while one is under way, the same job answers. */
export function enqueueAnalysis(jobs: JobQueue, episodeId: string, castId: string | null): Promise<Job> {
  return jobs.enqueue({
    kind: 'episode.analyze',
    episodeId,
    key: `${episodeId}:${castId ?? ''}`,
    payload: { castId },
  });
}
