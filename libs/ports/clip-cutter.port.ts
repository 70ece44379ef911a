import type { CutAccount } from '#domain/clips/clip.js';
import type { Extras } from '#domain/clips/extras.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { CropPath } from '#domain/reframing/crop-path.js';

/** A cut, exact to the frame: `[startTicks, endTicks)` in the stream's time base, `frames` pictures long. */
export interface ClipCut {
  readonly sourcePath: string;
  readonly facts: VideoFacts;
  readonly startTicks: number;
  readonly endTicks: number;
  readonly frames: number;
  /** Time of the frame before the first one, to seek safely between the two; undefined at the episode's start. */
  readonly previousTicks: number | undefined;
  /** Number of the first frame, where known: lets a file with repeated or broken times still be cut exactly. */
  readonly startFrame?: number;
  /** By default frames are copied bit by bit wherever that is exact; `reencode` makes H.264 in 4:2:0 of all of them. */
  readonly method?: 'copy' | 'reencode';
  /** A window for each of the frames, of an even size; such a clip is always encoded. */
  readonly crop?: CropPath | undefined;
  /** Subtitles and chapters that the clip takes along where they can be had; none by default. */
  readonly extras?: Extras | undefined;
}

export type { CutAccount };

export interface CutClip extends CutAccount {
  readonly frames: number;
  readonly sizeInBytes: number;
}

/** Cuts clips. The file appears whole under `targetPath` or not at all. */
export abstract class ClipCutter {
  /**
   * Writes an MP4 whose first frame is the source's frame at `startTicks` and whose frame count is `cut.frames` (checked).
   * @throws CastlineError `environment` DISK.FULL, FFMPEG.CRASHED; `bad-media` CLIP.NOT_EXACT; `cancelled`.
   */
  abstract cut(cut: ClipCut, targetPath: string, signal?: AbortSignal): Promise<CutClip>;
}
