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
import { CONFIG, LOGGER } from '#platform/ports.module.js';
import { CastRepository } from '#ports/cast-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { type JobContext, JobQueue } from '#ports/job-queue.port.js';
import { MediaStore } from '#ports/media-store.port.js';

const DRAIN_MS = 5000;
const PROGRESS_MS = 500;

/** Worker of `episode.analyze`: an uploaded episode becomes a timeline. */
@Injectable()
export class AnalyzeEpisodeProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: ((graceMs: number) => Promise<void>) | undefined;
  private readonly analyze: AnalyzeEpisode;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly jobs: JobQueue,
    private readonly episodes: EpisodeRepository,
    private readonly casts: CastRepository,
    private readonly media: MediaStore,
    ingest: IngestEpisode,
    scan: ScanEpisode,
    identify: IdentifyEpisode,
    private readonly recognizer: FaceRecognizer,
  ) {
    this.analyze = new AnalyzeEpisode(ingest, scan, identify, recognizer);
  }

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
    const { job } = context;
    const episode = await this.episodes.find(job.episodeId);
    if (!episode) throw new CastlineError('not-found', 'EPISODE.MISSING', `episode ${job.episodeId} is gone`);
    await this.episodes.save({ ...episode, state: 'analyzing' });
    try {
      await withEpisodeFile(episode, this.media, (path) => this.run(path, episode, context));
      this.logger.info({ episodeId: episode.id, jobId: job.id }, 'episode analysed');
    } catch (error) {
      await this.recordFailure(episode, job.id, error);
      throw error;
    }
  }

  private async run(path: string, episode: Episode, { job, signal, progress }: JobContext): Promise<void> {
    const { analysisSide, samplesPerSecond } = this.config;
    const { stored } = await this.analyze.run({
      path,
      name: episode.name,
      source: episode.source,
      cast: await this.castOf(job.payload['castId']),
      settings: { analysisSide, samplesPerSecond },
      onProgress: throttleProgress((state) => {
        progress(state).catch((err: unknown) =>
          this.logger.warn({ err, jobId: job.id }, 'progress was not stored'),
        );
      }, PROGRESS_MS),
      signal,
    });
    const analyzed = await this.episodes.find(episode.id);
    const event = eventOf('episode.analyzed.v1', episode.id, job.id, {
      jobId: job.id,
      timelineVersion: stored.version,
    });
    if (analyzed) await this.episodes.save(analyzed, [event]);
  }

  private async castOf(castId: unknown): Promise<Cast> {
    if (typeof castId !== 'string') return NO_CAST;
    const cast = await this.casts.find(castId);
    if (!cast) throw new CastlineError('not-found', 'CAST.MISSING', `there is no cast ${castId}`, { castId });
    return castOf(cast, await this.recognizer.load());
  }

  /** A stop on request is no failure: the job goes back to the queue and the episode stays as it was. */
  private async recordFailure(episode: Episode, jobId: string, error: unknown): Promise<void> {
    if (error instanceof CastlineError && error.kind === 'cancelled') {
      await this.episodes.save({ ...episode, state: 'uploaded' });
      return;
    }
    const code = error instanceof CastlineError ? error.code : 'INTERNAL';
    const message = error instanceof Error ? error.message : String(error);
    this.logger.error({ err: error, episodeId: episode.id, jobId }, 'analysis failed');
    const event = eventOf('episode.failed.v1', episode.id, jobId, { code, message, jobId });
    await this.episodes.save({ ...episode, state: 'failed', failure: { code, message } }, [event]);
  }
}
