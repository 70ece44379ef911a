import { join } from 'node:path';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { JobKind, JobProgress } from '#domain/episode/job.js';
import { type Analysis, ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { withEpisodeFile } from '#pipeline/ingest-episode/with-episode-file.js';
import { KeepWorks } from '#pipeline/keep-works/keep-works.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import type { Workspace, Workspaces } from '#ports/workspaces.port.js';

export interface WorksProcessing {
  readonly kind: JobKind;
  /** Jobs that are under way at a time. */
  readonly concurrency: number;
  readonly config: Config;
  readonly logger: Logger;
  readonly jobs: JobQueue;
  readonly workspaces: Workspaces;
}

/** All that one job's work needs. */
export interface WorkInHand {
  readonly request: unknown;
  readonly analysis: Analysis;
  readonly sourcePath: string;
  readonly workspace: Workspace;
  readonly works: KeepWorks;
  readonly onProgress: (progress: JobProgress) => void;
  readonly signal: AbortSignal;
}

/** What workers that make kept files of an analysed episode have in common. */
export abstract class WorksProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: ((graceMs: number) => Promise<void>) | undefined;

  constructor(private readonly processing: WorksProcessing) {}

  /** Returns what the log shall say of it. */
  protected abstract make(work: WorkInHand): Promise<Readonly<Record<string, unknown>>>;

  async onApplicationBootstrap(): Promise<void> {
    const { kind, concurrency, jobs } = this.processing;
    this.stop = await jobs.work(kind, (context) => this.handle(context), { concurrency });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.(this.processing.config.drainSeconds * 1000);
  }

  private async handle({ job, claim, signal, progress }: JobContext): Promise<void> {
    const { kind, config, logger, workspaces } = this.processing;
    const workspace = workspaces.of(job.tenant, claim);
    const analysis = await readAnalysis(workspace, job.episodeId, Number(job.payload['timelineVersion']));
    const works = new KeepWorks(workspace.works, workspace.media, join(config.home, 'scratch'));
    const onProgress = (state: JobProgress): void =>
      void progress(state).catch((err: unknown) =>
        logger.warn({ err, jobId: job.id }, 'progress was not stored'),
      );
    const made = await withEpisodeFile(analysis.episode, workspace.media, (sourcePath) =>
      this.make({
        request: job.payload['request'],
        analysis,
        sourcePath,
        workspace,
        works,
        onProgress,
        signal,
      }),
    );
    logger.info({ episodeId: job.episodeId, jobId: job.id, ...made }, `${kind} done`);
  }
}

async function readAnalysis(
  { episodes, timelines, scans }: Workspace,
  episodeId: string,
  version: number,
): Promise<Analysis> {
  const episode = await episodes.find(episodeId);
  if (episode) return new ReadAnalysis(timelines, scans).run(episode, version);
  throw new CastlineError('not-found', 'EPISODE.MISSING', `episode ${episodeId} is gone`, { id: episodeId });
}
