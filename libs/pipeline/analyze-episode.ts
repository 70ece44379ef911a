import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import type { Gallery } from '#domain/identity/gallery.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { StoredTimeline } from '#ports/timeline-repository.port.js';
import type { IdentifyEpisode } from './identify-episode/identify-episode.js';
import { galleryKeyOf } from './identify-episode/gallery-key.js';
import type { IngestEpisode, IngestRequest } from './ingest-episode/ingest-episode.js';
import type { ProgressListener } from './progress.js';
import type { ScanEpisode } from './scan-episode/scan-episode.js';
import { scanKeyOf, type ScanSettings } from './scan-episode/scan-key.js';

/** Everyone that references are known of, and what names that content. */
export interface Cast {
  readonly gallery: Gallery;
  readonly digest: string;
  readonly warnings: readonly string[];
}

export const NO_CAST: Cast = { gallery: { references: [] }, digest: 'nobody', warnings: [] };

export interface AnalyzeRequest extends IngestRequest {
  readonly cast: Cast;
  readonly settings: ScanSettings;
  /** Without a cast: fit the embeddings to the episode by its own tracks, where that helps; true when absent. */
  readonly adapt?: boolean;
  readonly onProgress?: ProgressListener;
}

export interface AnalyzedEpisode {
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly scan: Scan;
  readonly stored: StoredTimeline;
}

/** The main job: ingest -> scan -> identify. Every stage keeps what it finished, so the job can be run again at any point. */
export class AnalyzeEpisode {
  constructor(
    private readonly ingest: IngestEpisode,
    private readonly scan: ScanEpisode,
    private readonly identify: IdentifyEpisode,
    private readonly recognizer: FaceRecognizer,
  ) {}

  async run(request: AnalyzeRequest): Promise<AnalyzedEpisode> {
    const { cast, settings, adapt = true, onProgress, signal } = request;
    onProgress?.({ stage: 'ingest', fraction: 0 });
    const { episode, facts } = await this.ingest.run(request);
    const models = await this.recognizer.load();
    const key = scanKeyOf(settings, models);
    const scan = await this.scan.run({
      episode,
      path: request.path,
      facts,
      key,
      settings,
      onProgress,
      signal,
    });
    onProgress?.({ stage: 'identify', fraction: 0 });
    const { gallery, warnings } = cast;
    const galleryKey = galleryKeyOf(cast.digest, models, adapt);
    const stored = await this.identify.run({
      ...{ episode, facts, scan, gallery, galleryKey, models },
      ...{ adapt, warnings },
    });
    return { episode, facts, scan, stored };
  }
}
