import type { VideoFacts } from '#domain/episode/episode.js';

/** Reads what a video file says of itself, in a confined process that can open nothing but that file. */
export abstract class VideoProbe {
  /**
   * @throws CastlineError kind `bad-media` (codes MEDIA.EMPTY, MEDIA.NOT_A_VIDEO, MEDIA.NO_VIDEO_STREAM, MEDIA.TRUNCATED,
   *   MEDIA.UNDECODABLE, MEDIA.CODEC_NOT_ALLOWED), `too-large` (MEDIA.TOO_LARGE, MEDIA.TOO_MANY_STREAMS), `not-found` (MEDIA.MISSING),
   *   `environment` (FFMPEG.MISSING, FFMPEG.TOO_OLD, FFMPEG.TIMED_OUT).
   */
  abstract probe(path: string, signal?: AbortSignal): Promise<VideoFacts>;
}
