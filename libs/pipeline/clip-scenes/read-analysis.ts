import { CastlineError } from '#domain/errors/castline-error.js';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import type { ScanRepository } from '#ports/scan-repository.port.js';
import type { StoredTimeline, TimelineRepository } from '#ports/timeline-repository.port.js';

/** An episode with all that clips and exports are made of. */
export interface Analysis {
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly timeline: Timeline;
  readonly timelineVersion: number;
  /** Complete. */
  readonly scan: Scan;
}

export class ReadAnalysis {
  constructor(
    private readonly timelines: TimelineRepository,
    private readonly scans: ScanRepository,
  ) {}

  /** The latest, or that of one version of the timeline. @throws CastlineError not-found TIMELINE.MISSING */
  async run(episode: Episode, version?: number): Promise<Analysis> {
    const stored = await (version === undefined
      ? this.timelines.findLatest(episode.id)
      : this.timelines.find(episode.id, version));
    const analysis = stored && (await this.complete(episode, stored));
    if (analysis) return analysis;
    const message = `${JSON.stringify(episode.name)} has not been analysed yet`;
    throw new CastlineError('not-found', 'TIMELINE.MISSING', message, { episodeId: episode.id });
  }

  private async complete(
    episode: Episode,
    { timeline, version, scanKey }: StoredTimeline,
  ): Promise<Analysis | undefined> {
    const scan = await this.scans.find(episode.id, scanKey);
    const { facts } = episode;
    return scan?.isComplete && facts
      ? { episode, facts, timeline, timelineVersion: version, scan }
      : undefined;
  }
}
