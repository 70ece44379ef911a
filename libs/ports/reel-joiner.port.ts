import type { CutAccount } from '#domain/clips/clip.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { ReelPlan } from '#domain/reels/reel.js';

export interface ReelJoin {
  readonly sourcePath: string;
  readonly facts: VideoFacts;
  /** At least one frame. */
  readonly plan: ReelPlan;
  /** A picture for each of the plan's cards, as large as the film with both sides even (`evenSize`). */
  readonly cards: readonly RgbPicture[];
  /** By default scenes are copied bit by bit wherever that is exact and the plan has scenes only; `reencode` makes H.264 of all. */
  readonly method?: 'copy' | 'reencode';
}

export interface JoinedReel extends CutAccount {
  readonly frames: number;
  readonly sizeInBytes: number;
}

export interface JoiningWatch {
  readonly signal?: AbortSignal | undefined;
  /** 0..1 */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** Joins stretches of an episode into one file. It appears whole under `targetPath` or not at all. */
export abstract class ReelJoiner {
  /**
   * Writes an MP4 of exactly the plan's frames at the plan's times, with sound beside them to the sample and the plan's
   * chapters. All of it is checked on the finished file, every decoded picture included.
   * @throws CastlineError `environment` DISK.FULL, FFMPEG.CRASHED; `bad-media` REEL.NOT_EXACT; `cancelled`.
   */
  abstract join(reel: ReelJoin, targetPath: string, watch?: JoiningWatch): Promise<JoinedReel>;
}
