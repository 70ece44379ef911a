import { join } from 'node:path';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { clipRequestSchema } from '#contracts/requests.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import { planClips, type PlannedClip } from '#pipeline/clip-scenes/plan-clips.js';
import { StoreClips } from '#pipeline/clip-scenes/store-clips.js';
import { withEpisodeFile } from '#pipeline/ingest-episode/with-episode-file.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { ClipCutter } from '#ports/clip-cutter.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import { type Workspace, Workspaces } from '#ports/workspaces.port.js';

const DRAIN_MS = 5000;

/** Worker of `clip.cut`: a scene query over a stored timeline becomes clips in the media store. */
@Injectable()
export class CutClipProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: ((graceMs: number) => Promise<void>) | undefined;
  private readonly scratch: string;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
    private readonly workspaces: Workspaces,
    private readonly cutter: ClipCutter,
  ) {
    this.scratch = join(config.home, 'scratch');
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stop = await this.jobs.work('clip.cut', (context) => this.handle(context), { concurrency: 1 });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.(DRAIN_MS);
  }

  private async handle({ job, claim, signal, progress }: JobContext): Promise<void> {
    const workspace = this.workspaces.of(job.tenant, claim);
    const store = new StoreClips(this.cutter, workspace.clips, workspace.media, this.scratch);
    const timelineVersion = Number(job.payload['timelineVersion']);
    const { query, reencode, ...options } = clipRequestSchema.parse(job.payload['request']);
    const { episode, facts, clips } = await this.plan(
      workspace,
      job.episodeId,
      timelineVersion,
      query,
      options,
    );
    const onProgress = (state: Parameters<typeof progress>[0]): void =>
      void progress(state).catch((err: unknown) =>
        this.logger.warn({ err, jobId: job.id }, 'progress was not stored'),
      );
    await withEpisodeFile(episode, workspace.media, (sourcePath) =>
      store.run({
        episode,
        facts,
        sourcePath,
        query,
        timelineVersion,
        clips,
        reencode,
        onProgress,
        signal,
      }),
    );
    this.logger.info({ episodeId: episode.id, jobId: job.id, clips: clips.length }, 'clips cut');
  }

  private async plan(
    { episodes, scans, timelines }: Workspace,
    episodeId: string,
    version: number,
    query: string,
    options: Parameters<typeof planClips>[0]['options'],
  ): Promise<{ episode: Episode; facts: VideoFacts; clips: PlannedClip[] }> {
    const episode = await episodes.find(episodeId);
    const stored = await timelines.find(episodeId, version);
    const scan = stored && (await scans.find(episodeId, stored.scanKey));
    if (!episode?.facts || !stored || !scan) {
      throw new CastlineError(
        'not-found',
        'TIMELINE.MISSING',
        `episode ${episodeId} or its timeline ${version} is gone`,
      );
    }
    return {
      episode,
      facts: episode.facts,
      clips: planClips({ query, timeline: stored.timeline, scan, facts: episode.facts, options }),
    };
  }
}
