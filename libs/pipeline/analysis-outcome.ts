import type { Episode } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import type { StoredTimeline } from '#ports/timeline-repository.port.js';
import type { Workspace, Workspaces } from '#ports/workspaces.port.js';

type JobAtWork = Pick<JobContext, 'job' | 'claim'>;
type FailingJob = JobAtWork & Pick<JobContext, 'isFinal'>;

/** What an analysis says of its episode, in one process or in many: begun, done, failed. Written under the job's fence. */
export class AnalysisOutcome {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly jobs: JobQueue,
  ) {}

  /** @throws CastlineError `not-found` EPISODE.MISSING */
  async begin({ job, claim }: JobAtWork): Promise<{ workspace: Workspace; episode: Episode }> {
    const workspace = this.workspaces.of(job.tenant, claim);
    const episode = await workspace.episodes.find(job.episodeId);
    if (!episode) throw new CastlineError('not-found', 'EPISODE.MISSING', `episode ${job.episodeId} is gone`);
    await workspace.episodes.save({ ...episode, state: 'analyzing' });
    return { workspace, episode };
  }

  /** The timeline is published already. */
  async tellDone({ job, claim }: JobAtWork, { version }: StoredTimeline): Promise<void> {
    const { episodes } = this.workspaces.of(job.tenant, claim);
    const analyzed = await episodes.find(job.episodeId);
    const facts = { jobId: job.id, timelineVersion: version };
    const event = eventOf('episode.analyzed.v1', job.episodeId, job.id, facts);
    if (analyzed) await episodes.save(analyzed, [event]);
  }

  /** A stop on request is no failure: the job goes back to the queue and the episode stays as it was. */
  async tellFailed({ job, claim, isFinal }: FailingJob, error: unknown): Promise<'stopped' | 'failed'> {
    const { episodes } = this.workspaces.of(job.tenant, claim);
    if (error instanceof CastlineError && error.kind === 'cancelled') {
      // a cancelled job holds no claim any more, under which it could write
      const isCancelled = (await this.jobs.find(job.id))?.state === 'cancelled';
      await this.save(isCancelled ? this.workspaces.of(job.tenant).episodes : episodes, job.episodeId, {
        state: 'uploaded',
      });
      return 'stopped';
    }
    const code = error instanceof CastlineError ? error.code : 'INTERNAL';
    const message = error instanceof Error ? error.message : String(error);
    const event = eventOf('episode.failed.v1', job.episodeId, job.id, { code, message, jobId: job.id });
    const events = isFinal(error) ? [event] : []; // what is tried again has not failed
    await this.save(episodes, job.episodeId, { state: 'failed', failure: { code, message } }, ...events);
    return 'failed';
  }

  /** Deleted while it was analysed, it stays so. */
  private async save(
    episodes: Workspace['episodes'],
    episodeId: string,
    changes: Pick<Episode, 'state'> & Partial<Episode>,
    ...events: ReturnType<typeof eventOf>[]
  ): Promise<void> {
    const episode = await episodes.find(episodeId);
    if (episode) await episodes.save({ ...episode, ...changes }, events);
  }
}
