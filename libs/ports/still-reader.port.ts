import type { VideoFacts } from '#domain/episode/episode.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { Timestamp } from '#domain/time/timestamp.js';

/** Reads single frames at the source's full displayed size (thumbnails, the best picture of a character). */
export abstract class StillReader {
  /** The frame shown at `at`; errors as FrameReader. */
  abstract readStill(
    path: string,
    facts: VideoFacts,
    at: Timestamp,
    signal?: AbortSignal,
  ): Promise<RgbPicture>;
}
