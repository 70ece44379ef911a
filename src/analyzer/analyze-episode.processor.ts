import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import type { Episode } from '#domain/episode/episode.js';
import { AnalysisOutcome } from '#pipeline/analysis-outcome.js';
import { AnalyzeEpisode } from '#pipeline/analyze-episode.js';
import { findCast } from '#pipeline/read-cast/find-cast.js';
import { withEpisodeFile } from '#pipeline/ingest-episode/with-episode-file.js';
import { IdentifyEpisode } from '#pipeline/identify-episode/identify-episode.js';
import { throttleProgress } from '#pipeline/progress.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { FrameReader } from '#ports/frame-reader.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { type Workspace, Workspaces } from '#ports/workspaces.port.js';

const PROGRESS_MS = 500;

/** Worker of `episode.analyze`: an uploaded episode becomes a timeline. */
@Injectable()
export class AnalyzeEpisodeProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly outcome: AnalysisOutcome;
  private stop: ((graceMs: number) => Promise<void>) | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
    workspaces: Workspaces,
    private readonly probe: VideoProbe,
    private readonly frames: FrameReader,
    private readonly pictures: PictureCodec,
    private readonly recognizer: FaceRecognizer,
  ) {
    this.outcome = new AnalysisOutcome(workspaces, jobs);
  }

  async onApplicationBootstrap(): Promise<void> {
    // one episode at a time: it keeps every core busy by itself
    this.stop = await this.jobs.work('episode.analyze', (context) => this.handle(context), {
      concurrency: 1,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.(this.config.drainSeconds * 1000);
  }

  private async handle(context: JobContext): Promise<void> {
    const about = { episodeId: context.job.episodeId, jobId: context.job.id };
    const { workspace, episode } = await this.outcome.begin(context);
    try {
      await withEpisodeFile(episode, workspace.media, (path) => this.run(path, episode, workspace, context));
      this.logger.info(about, 'episode analysed');
    } catch (err) {
      const outcome = await this.outcome.tellFailed(context, err);
      if (outcome === 'failed') this.logger.error({ err, ...about }, 'analysis failed');
      throw err;
    }
  }

  private async run(
    path: string,
    episode: Episode,
    workspace: Workspace,
    context: JobContext,
  ): Promise<void> {
    const { job, signal, progress } = context;
    const { analysisSide, samplesPerSecond } = this.config;
    const models = await this.recognizer.load();
    const { stored } = await this.analyzerIn(workspace).run({
      path,
      name: episode.name,
      source: episode.source,
      cast: await findCast(workspace.casts, job.payload['castId'], models),
      settings: { analysisSide, samplesPerSecond },
      onProgress: throttleProgress((state) => {
        progress(state).catch((err: unknown) =>
          this.logger.warn({ err, jobId: job.id }, 'progress was not stored'),
        );
      }, PROGRESS_MS),
      signal,
    });
    await this.outcome.tellDone(context, stored);
  }

  private analyzerIn({ episodes, scans, timelines }: Workspace): AnalyzeEpisode {
    return new AnalyzeEpisode(
      new IngestEpisode(this.probe, episodes),
      new ScanEpisode(this.frames, this.recognizer, this.pictures, scans),
      new IdentifyEpisode(timelines, episodes),
      this.recognizer,
    );
  }
}
