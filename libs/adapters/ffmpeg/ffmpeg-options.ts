import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './confinement.js';

export interface FfmpegOptions extends MediaLimits {
  /** Threads of each decoder; ffmpeg's own choice (the number of cores) when undefined. */
  readonly threads: number | undefined;
  /** A process that gives no sign of life for so long is ended. */
  readonly stallAfterMs: number;
  /** Most time for one ffprobe run. */
  readonly probeTimeoutMs: number;
}

export function completeOptions(options: Partial<FfmpegOptions>): FfmpegOptions {
  return {
    ...DEFAULT_MEDIA_LIMITS,
    threads: undefined,
    stallAfterMs: 60_000,
    probeTimeoutMs: 60_000,
    ...options,
  };
}
