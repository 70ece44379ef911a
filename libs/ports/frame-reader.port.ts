import type { VideoFacts } from '#domain/episode/episode.js';
import type { FramePosition } from '#domain/episode/stretch.js';
import type { Frame } from '#domain/picture/frame.js';

export interface FrameReadRequest {
  readonly path: string;
  readonly facts: VideoFacts;
  /** Longer side of the delivered pictures in pixels (never enlarged); both sides even, aspect as displayed. */
  readonly longSide: number;
  /** Go on from this frame: its number and exact time, as an earlier reading delivered them. From the first frame when absent. */
  readonly from?: FramePosition;
  /** Called once when the reading ends, however it ends, with what was wrong with the file as far as it was read. */
  readonly onClose?: (troubles: ReadingTroubles) => void;
}

export interface ReadingTroubles {
  /** Complaints of the decoder about damaged data, from the frame on that reading began with. */
  readonly decodeErrors: number;
  /** Frames whose time had to be changed so that times strictly increase (joined recordings, broken muxers). */
  readonly repairedTimes: number;
}

export interface ReadingSummary {
  readonly framesRead: number;
  /** Complaints of the decoder about damaged data. */
  readonly decodeErrors: number;
  /** Frames whose time had to be changed so that times strictly increase (joined recordings, broken muxers). */
  readonly repairedTimes?: number;
  /** True when frames end clearly before the duration that the stream promised. */
  readonly endedEarly: boolean;
  /** End of the last frame in ticks of the stream's time base. */
  readonly endTicks: number;
}

/** Decodes an episode once, every frame, in order, as small raw pictures with exact times. */
export abstract class FrameReader {
  /**
   * Reads with back-pressure: the decoder waits while the consumer works, memory stays flat. Breaking out of the loop or
   * aborting the signal ends the decoder process. The generator's return value is the summary.
   * A picture's bytes are valid until the next iteration; keep a copy to keep them.
   * @throws CastlineError `bad-media` MEDIA.NO_FRAMES when nothing could be decoded, MEDIA.CHANGED_WHILE_READ,
   *   `environment` FFMPEG.CRASHED / FFMPEG.STALLED, `cancelled` RUN.CANCELLED.
   */
  abstract read(request: FrameReadRequest, signal?: AbortSignal): AsyncGenerator<Frame, ReadingSummary, void>;
}
