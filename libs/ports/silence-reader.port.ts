import type { VideoFacts } from '#domain/episode/episode.js';
import type { TimeSpan } from '#domain/time/time-span.js';

/** Hears where an episode is silent. */
export abstract class SilenceReader {
  /** How it listens: silences measured under another key are not comparable. */
  abstract readonly key: string;
  /** Ordered and apart; a film without sound is one silence. Errors as FrameReader. */
  abstract readSilences(path: string, facts: VideoFacts, signal?: AbortSignal): Promise<TimeSpan[]>;
}
