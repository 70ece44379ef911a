import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { AnalyzeByStretches } from '#pipeline/coordinate-analysis/analyze-by-stretches.js';
import { throttleProgress } from '#pipeline/progress.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import { Workspaces } from '#ports/workspaces.port.js';

const PROGRESS_MS = 1000;
/** An analysis that waits for its stretches costs a few queries a second. */
const ANALYSES_AT_ONCE = 32;

/** Worker of `episode.analyze` where analyzers scan stretches: asks for them, merges them, identifies, publishes. */
@Injectable()
export class CoordinateAnalysisProcessor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly analysis: AnalyzeByStretches;
  private stop: ((graceMs: number) => Promise<void>) | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
    workspaces: Workspaces,
    recognizer: FaceRecognizer,
  ) {
    const { analysisSide, samplesPerSecond } = config;
    this.analysis = new AnalyzeByStretches(
      { workspaces, jobs, recognizer },
      { settings: { analysisSide, samplesPerSecond } },
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stop = await this.jobs.work('episode.analyze', (context) => this.handle(context), {
      concurrency: ANALYSES_AT_ONCE,
    });
  }

  /** What waits for stretches goes on in another process: there is nothing to drain but what is merged just now. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.(Math.min(this.config.drainSeconds, 1) * 1000);
  }

  private async handle(context: JobContext): Promise<void> {
    const { job, progress } = context;
    const about = { episodeId: job.episodeId, jobId: job.id };
    const onProgress = throttleProgress((state) => {
      progress(state).catch((err: unknown) => this.logger.warn({ err, ...about }, 'progress was not stored'));
    }, PROGRESS_MS);
    try {
      const { version } = await this.analysis.run(context, onProgress);
      this.logger.info({ ...about, timelineVersion: version }, 'episode analysed');
    } catch (err) {
      const isStopped = err instanceof CastlineError && err.kind === 'cancelled';
      if (!isStopped) this.logger.error({ err, ...about }, 'analysis failed');
      throw err;
    }
  }
}
