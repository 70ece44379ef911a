import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { StretchWork } from '#pipeline/coordinate-analysis/stretch-work.js';
import { throttleProgress } from '#pipeline/progress.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { FrameReader } from '#ports/frame-reader.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import { KeyframeLister } from '#ports/keyframe-lister.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { Workspaces } from '#ports/workspaces.port.js';

const PROGRESS_MS = 1000;

/** Worker of `episode.split` and `stretch.scan`: one stretch at a time keeps every core busy by itself. */
@Injectable()
export class StretchesProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stretches: StretchWork;
  private stops: ((graceMs: number) => Promise<void>)[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
    workspaces: Workspaces,
    probe: VideoProbe,
    keyframes: KeyframeLister,
    frames: FrameReader,
    pictures: PictureCodec,
    recognizer: FaceRecognizer,
  ) {
    const { analysisSide, samplesPerSecond, stretchSeconds } = config;
    const ports = { workspaces, jobs, probe, keyframes, frames, pictures, recognizer };
    this.stretches = new StretchWork(ports, { settings: { analysisSide, samplesPerSecond }, stretchSeconds });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stops = [
      await this.jobs.work('episode.split', (context) => this.split(context), { concurrency: 1 }),
      await this.jobs.work('stretch.scan', (context) => this.scan(context), { concurrency: 1 }),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop(this.config.drainSeconds * 1000)));
  }

  private async split(context: JobContext): Promise<void> {
    await this.stretches.split(context);
    this.logger.info({ episodeId: context.job.episodeId, jobId: context.job.id }, 'episode split');
  }

  private async scan(context: JobContext): Promise<void> {
    const { job, progress } = context;
    const about = { episodeId: job.episodeId, jobId: job.id, stretch: job.payload['stretch'] };
    const onProgress = throttleProgress((state) => {
      progress(state).catch((err: unknown) => this.logger.warn({ err, ...about }, 'progress was not stored'));
    }, PROGRESS_MS);
    await this.stretches.scan(context, onProgress);
    this.logger.info(about, 'stretch scanned');
  }
}
