import type { VideoFacts } from '#domain/episode/episode.js';
import type { ReelPlan } from '#domain/reels/reel.js';
import type { FfmpegOptions } from '../ffmpeg-options.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import type { Toolchain } from '../ffmpeg-toolchain.js';
import { runPlan } from '../run-plan.js';
import type { ReelSource } from './plan-reel-piece.js';

/** All that the making of one reel needs. */
export interface ReelMaking {
  readonly plan: ReelPlan;
  readonly facts: VideoFacts;
  readonly source: ReelSource;
  /** Where the finished file goes. */
  readonly draft: string;
  /** A folder for the parts. */
  readonly partsFolder: string;
  readonly toolchain: Toolchain;
  readonly options: FfmpegOptions;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

/** Runs a plan of this reel and returns what it wrote to stdout. */
export function runReelPlan({ toolchain, options, signal }: ReelMaking, plan: FfmpegPlan): Promise<string> {
  return runPlan({ ffmpegPath: toolchain.ffmpeg.path, plan, options, signal });
}
