import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { Episode } from '#domain/episode/episode.js';
import { AnalyzeEpisode, NO_CAST, type Cast } from '#pipeline/analyze-episode.js';
import { castOf } from '#pipeline/read-cast/cast-of-references.js';
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

const DRAIN_MS = 5000;
const PROGRESS_MS = 500;

/** Worker of `episode.analyze`: an uploaded episode becomes a timeline. */
@Injectable()
export class AnalyzeEpisodeProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: ((graceMs: number) => Promise<void>) | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
    private readonly workspaces: Workspaces,
    private readonly probe: VideoProbe,
    private readonly frames: FrameReader,
    private readonly pictures: PictureCodec,
    private readonly recognizer: FaceRecognizer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // one episode at a time: it keeps every core busy by itself
    this.stop = await this.jobs.work('episode.analyze', (context) => this.handle(context), {
      concurrency: 1,
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.(DRAIN_MS);
  }

  private async handle(context: JobContext): Promise<void> {
    const { job, claim } = context;
    const workspace = this.workspaces.of(job.tenant, claim);
    const episode = await workspace.episodes.find(job.episodeId);
    if (!episode) throw new CastlineError('not-found', 'EPISODE.MISSING', `episode ${job.episodeId} is gone`);
    await workspace.episodes.save({ ...episode, state: 'analyzing' });
    try {
      await withEpisodeFile(episode, workspace.media, (path) => this.run(path, episode, workspace, context));
      this.logger.info({ episodeId: episode.id, jobId: job.id }, 'episode analysed');
    } catch (error) {
      await this.recordFailure(episode, workspace, job.id, error);
      throw error;
    }
  }

  private async run(
    path: string,
    episode: Episode,
    workspace: Workspace,
    { job, signal, progress }: JobContext,
  ): Promise<void> {
    const { analysisSide, samplesPerSecond } = this.config;
    const { stored } = await this.analyzerIn(workspace).run({
      path,
      name: episode.name,
      source: episode.source,
      cast: await this.castOf(workspace, job.payload['castId']),
      settings: { analysisSide, samplesPerSecond },
      onProgress: throttleProgress((state) => {
        progress(state).catch((err: unknown) =>
          this.logger.warn({ err, jobId: job.id }, 'progress was not stored'),
        );
      }, PROGRESS_MS),
      signal,
    });
    const analyzed = await workspace.episodes.find(episode.id);
    const event = eventOf('episode.analyzed.v1', episode.id, job.id, {
      jobId: job.id,
      timelineVersion: stored.version,
    });
    if (analyzed) await workspace.episodes.save(analyzed, [event]);
  }

  private analyzerIn({ episodes, scans, timelines }: Workspace): AnalyzeEpisode {
    return new AnalyzeEpisode(
      new IngestEpisode(this.probe, episodes),
      new ScanEpisode(this.frames, this.recognizer, this.pictures, scans),
      new IdentifyEpisode(timelines, episodes),
      this.recognizer,
    );
  }

  private async castOf({ casts }: Workspace, castId: unknown): Promise<Cast> {
    if (typeof castId !== 'string') return NO_CAST;
    const cast = await casts.find(castId);
    if (!cast) throw new CastlineError('not-found', 'CAST.MISSING', `there is no cast ${castId}`, { castId });
    return castOf(cast, await this.recognizer.load());
  }

  /** A stop on request is no failure: the job goes back to the queue and the episode stays as it was. */
  private async recordFailure(
    episode: Episode,
    workspace: Workspace,
    jobId: string,
    error: unknown,
  ): Promise<void> {
    if (error instanceof CastlineError && error.kind === 'cancelled') {
      // a cancelled job holds no claim any more, under which it could write
      const isCancelled = (await this.jobs.find(jobId))?.state === 'cancelled';
      const { episodes } = isCancelled ? this.workspaces.of(workspace.tenant) : workspace;
      // deleted while it was analysed: it stays so
      if (await episodes.find(episode.id)) await episodes.save({ ...episode, state: 'uploaded' });
      return;
    }
    const code = error instanceof CastlineError ? error.code : 'INTERNAL';
    const message = error instanceof Error ? error.message : String(error);
    this.logger.error({ err: error, episodeId: episode.id, jobId }, 'analysis failed');
    const event = eventOf('episode.failed.v1', episode.id, jobId, { code, message, jobId });
    await workspace.episodes.save({ ...episode, state: 'failed', failure: { code, message } }, [event]);
  }
}
