import { createHash } from 'node:crypto';
import type { ClipRequestBody } from '#contracts/requests.contract.js';
import type { SceneRequest } from '#domain/clips/scene-request.js';
import type { Job } from '#domain/episode/job.js';
import type { Analysis } from '#pipeline/clip-scenes/read-analysis.js';
import type { JobQueue } from '#ports/job-queue.port.js';

/**
 * Work for the editor; the same request to the same timeline that is still under way is the same job.
 * @param alsoKnown names of other episodes that the query may speak of
 */
export async function enqueueCutting(
  jobs: JobQueue,
  { episode, timelineVersion }: Pick<Analysis, 'episode' | 'timelineVersion'>,
  request: ClipRequestBody,
  alsoKnown: readonly string[] = [],
): Promise<Job> {
  const key = createHash('sha256')
    .update(JSON.stringify([episode.id, timelineVersion, request]))
    .digest('hex');
  const payload = { timelineVersion, request, ...(alsoKnown.length > 0 && { alsoKnown }) };
  return jobs.enqueue({ kind: 'clip.cut', episodeId: episode.id, key, payload });
}

/** The same question, answered from what is known already: listening to an hour of sound is work for a job. */
export function withoutListening(request: SceneRequest): SceneRequest {
  return { ...request, options: { ...request.options, speechReachSeconds: 0 } };
}
