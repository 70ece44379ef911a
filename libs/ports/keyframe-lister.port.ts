import type { VideoFacts } from '#domain/episode/episode.js';
import type { FramePosition } from '#domain/episode/stretch.js';

export interface Keyframe extends FramePosition {
  /** The first frame for which a reading that begins there need not decode anything before this keyframe; null when there is none. */
  readonly readableFrom: FramePosition | null;
}

export type KeyframeListing =
  | {
      readonly isExact: true;
      /** Ascending. */
      readonly keyframes: readonly Keyframe[];
      /** Number of the stream's frames. */
      readonly frames: number;
    }
  | {
      readonly isExact: false;
      /** Why frames cannot be counted without decoding them, for people. */
      readonly reason: string;
    };

/** Finds the keyframes of a video by its packets, decoding nothing, numbered as a `FrameReader` would number them. */
export abstract class KeyframeLister {
  /**
   * Frame numbers are told only where every packet seems to become one frame at its own time. A decoder may know better:
   * whoever relies on them compares what readings found that began at different places.
   * @throws CastlineError MEDIA.MISSING, MEDIA.EMPTY, `environment` FFMPEG.MISSING, `cancelled` RUN.CANCELLED
   */
  abstract list(path: string, facts: VideoFacts, signal?: AbortSignal): Promise<KeyframeListing>;
}
