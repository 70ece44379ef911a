import type { VideoFacts } from '#domain/episode/episode.js';
import type { StretchPlan } from '#domain/episode/stretch.js';
import type { ProgressListener } from '../progress.js';
import type { ScanSettings } from '../scan-episode/scan-key.js';

export interface StretchRequest {
  readonly episodeId: string;
  readonly path: string;
  readonly facts: VideoFacts;
  readonly scanKey: string;
  readonly settings: ScanSettings;
  readonly plan: StretchPlan;
  readonly index: number;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}
