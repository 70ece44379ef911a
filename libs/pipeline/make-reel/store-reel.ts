import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { Reel } from '#domain/reels/reel.js';
import { type Timestamp, toSeconds } from '#domain/time/timestamp.js';
import type { KeepWorks } from '../keep-works/keep-works.js';
import { workIdOf } from '../keep-works/work-id.js';
import type { ProgressListener } from '../progress.js';
import type { MakeReel } from './make-reel.js';
import type { PlannedReel } from './plan-queries.js';
import { reelFileName } from './reel-file-name.js';

export interface StoreReelRequest {
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly sourcePath: string;
  readonly queries: readonly string[];
  readonly timelineVersion: number;
  readonly planned: PlannedReel;
  readonly reencode: boolean;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal;
}

/** Makes a reel into the media store; the same plan for the same queries is the same reel, made once. */
export class StoreReel {
  constructor(
    private readonly reels: MakeReel,
    private readonly kept: KeepWorks,
  ) {}

  /** Undefined when the plan is empty. */
  async run(request: StoreReelRequest): Promise<Reel | undefined> {
    const { episode, facts, queries, timelineVersion, planned, reencode } = request;
    const { plan, scenes } = planned;
    if (plan.frames === 0) return undefined;
    const { sounds, chapters, cards } = plan;
    const id = workIdOf('reel', [episode.id, queries, sounds, chapters, cards, reencode]);
    const fileName = reelFileName(queries);
    const msOf = (ticks: number): number => millisecondsOf({ ticks, timeBase: facts.timeBase });
    return this.kept.run({
      ...{ kind: 'reel', id, fileName },
      make: async (targetPath) => {
        const { method, copiedShare, reason } = await this.reels.run({ ...request, plan, targetPath });
        return {
          ...{ kind: 'reel', episodeId: episode.id, queries, timelineVersion, scenes },
          ...{ frames: plan.frames, durationMs: msOf(plan.lengthInTicks) },
          chapters: chapters.map(({ title, startTicks }) => ({ title, startMs: msOf(startTicks) })),
          ...{ cut: { method, copiedShare, reason }, fileName, contentType: 'video/mp4' },
        };
      },
      tell: ({ durationMs, sizeInBytes, cut }) =>
        eventOf('reel.ready.v1', episode.id, id, {
          ...{ reelId: id, queries, timelineVersion, scenes, frames: plan.frames, durationMs },
          ...{ sizeInBytes, cut },
        }),
    });
  }
}

function millisecondsOf(timestamp: Timestamp): number {
  return Math.round(toSeconds(timestamp) * 1000);
}
