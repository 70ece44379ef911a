import type { VideoFacts } from '#domain/episode/episode.js';
import type { StretchPlan } from '#domain/episode/stretch.js';
import { leadInFrames, planStretches } from '#domain/stretches/plan-stretches.js';
import { toNumber } from '#domain/time/rational.js';
import type { KeyframeLister } from '#ports/keyframe-lister.port.js';
import type { StretchRepository } from '#ports/stretch-repository.port.js';
import type { IngestEpisode, IngestRequest } from '../ingest-episode/ingest-episode.js';
import type { ScanSettings } from '../scan-episode/scan-key.js';
import { stretchPlanOf, WHOLE } from './stretch-plan.js';

export interface SplitRequest extends IngestRequest {
  readonly scanKey: string;
  readonly settings: ScanSettings;
  /** Length that a stretch should have; keyframes decide how near it comes. */
  readonly stretchSeconds: number;
}

/** Divides an episode at its keyframes into stretches that are scanned side by side; into one where its frames cannot be counted. */
export class SplitEpisode {
  constructor(
    private readonly ingest: IngestEpisode,
    private readonly keyframes: KeyframeLister,
    private readonly stretches: StretchRepository,
  ) {}

  async run(request: SplitRequest): Promise<StretchPlan> {
    const { episode, facts } = await this.ingest.run(request);
    const known = await this.stretches.findPlan(episode.id, request.scanKey);
    if (known) return known;
    return this.stretches.keepPlan(episode.id, request.scanKey, await this.plan(facts, request));
  }

  private async plan(
    facts: VideoFacts,
    { path, settings, stretchSeconds, signal }: SplitRequest,
  ): Promise<StretchPlan> {
    const listing = await this.keyframes.list(path, facts, signal);
    if (!listing.isExact) return stretchPlanOf({ stretches: WHOLE, frames: null, undivided: listing.reason });
    const frameRate = toNumber(facts.frameRate);
    const stretches = planStretches({
      entries: listing.keyframes.map(({ readableFrom }) => readableFrom).filter((entry) => entry !== null),
      frames: listing.frames,
      targetFrames: Math.ceil(stretchSeconds * frameRate),
      leadIn: leadInFrames({ frameRate, samplesPerSecond: settings.samplesPerSecond }),
    });
    const undivided = stretches.length > 1 ? null : 'it is short or has few keyframes';
    return stretchPlanOf({ stretches, frames: listing.frames, undivided });
  }
}
