import type { Episode } from '#domain/episode/episode.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import type { StoredTimeline } from '#ports/timeline-repository.port.js';
import type { Workspace, Workspaces } from '#ports/workspaces.port.js';
import { AnalysisOutcome } from '../analysis-outcome.js';
import { galleryKeyOf } from '../identify-episode/gallery-key.js';
import { IdentifyEpisode } from '../identify-episode/identify-episode.js';
import type { ProgressListener } from '../progress.js';
import { findCast } from '../read-cast/find-cast.js';
import { scanKeyOf, type ScanSettings } from '../scan-episode/scan-key.js';
import { CoordinateAnalysis } from './coordinate-analysis.js';

export interface StretchAnalysisPorts {
  readonly workspaces: Workspaces;
  readonly jobs: JobQueue;
  /** Only asked which models it has: pictures are examined by analyzers. */
  readonly recognizer: FaceRecognizer;
}

export interface StretchAnalysisOptions {
  readonly settings: ScanSettings;
  readonly pollMs?: number;
}

/** Works `episode.analyze` where analyzers scan stretches: what comes out is what `AnalyzeEpisode` makes in one process. */
export class AnalyzeByStretches {
  private readonly outcome: AnalysisOutcome;

  constructor(
    private readonly ports: StretchAnalysisPorts,
    private readonly options: StretchAnalysisOptions,
  ) {
    this.outcome = new AnalysisOutcome(ports.workspaces, ports.jobs);
  }

  /** @throws what made the analysis fail, when that is told of the episode already */
  async run(context: JobContext, onProgress: ProgressListener): Promise<StoredTimeline> {
    const { workspace } = await this.outcome.begin(context);
    try {
      const stored = await this.analyze(context, workspace, onProgress);
      await this.outcome.tellDone(context, stored);
      return stored;
    } catch (error) {
      await this.outcome.tellFailed(context, error);
      throw error;
    }
  }

  private async analyze(
    { job, signal }: JobContext,
    workspace: Workspace,
    onProgress: ProgressListener,
  ): Promise<StoredTimeline> {
    const models = await this.ports.recognizer.load();
    const cast = await findCast(workspace.casts, job.payload['castId'], models);
    const scanKey = scanKeyOf(this.options.settings, models);
    const coordinate = new CoordinateAnalysis(this.ports.jobs, workspace, this.options.pollMs);
    const scan = await coordinate.run({ job, scanKey, onProgress, signal });
    onProgress({ stage: 'identify', fraction: 0 });
    const { episode, facts } = await this.ingested(workspace, job.episodeId);
    return new IdentifyEpisode(workspace.timelines, workspace.episodes).run({
      episode,
      facts,
      scan,
      gallery: cast.gallery,
      galleryKey: galleryKeyOf(cast.digest, models, true),
      adapt: true,
      models,
      warnings: cast.warnings,
    });
  }

  private async ingested(
    { episodes }: Workspace,
    episodeId: string,
  ): Promise<{ episode: Episode; facts: NonNullable<Episode['facts']> }> {
    const episode = await episodes.find(episodeId);
    if (episode?.facts) return { episode, facts: episode.facts };
    throw new CastlineError(
      'not-found',
      'EPISODE.MISSING',
      `episode ${episodeId} was deleted while it was analysed`,
    );
  }
}
