import { CancelledError } from '#domain/errors/cancelled.js';
import type { Job } from '#domain/episode/job.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';

const LOOK_MS = 2000;

/**
 * Does the work of a job that another one asked for, and cancels it, which aborts its signal, when that one has ended:
 * nobody waits for the result any more. (The other may have ended without a word, with its process.)
 */
export async function whileAskedFor(
  jobs: JobQueue,
  { job, signal }: Pick<JobContext, 'job' | 'signal'>,
  work: () => Promise<void>,
): Promise<void> {
  const cancelUnlessAsked = async (): Promise<void> => {
    if (await isAskedFor(jobs, job)) return;
    await jobs.cancel(job.id);
  };
  await cancelUnlessAsked();
  if (signal.aborted) throw new CancelledError('the job');
  // a look that fails is made up for by the next one
  const timer = setInterval(() => void cancelUnlessAsked().catch(() => undefined), LOOK_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

async function isAskedFor(jobs: JobQueue, { payload }: Job): Promise<boolean> {
  const { askedBy } = payload;
  if (typeof askedBy !== 'string') return true;
  const asking = await jobs.find(askedBy);
  return asking?.state === 'queued' || asking?.state === 'running';
}
