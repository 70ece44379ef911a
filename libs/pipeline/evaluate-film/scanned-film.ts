import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import type { Scan } from '#domain/episode/scan.js';
import type { FrameClock } from '#domain/time/frame-clock.js';
import type { RecognizerModels } from '#ports/face-recognizer.port.js';
import type { LabelledFrame } from './labelled-frames.js';

/** A film as it was scanned, before anybody has a name. */
export interface ScannedFilm {
  readonly path: string;
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly scan: Scan;
  readonly models: RecognizerModels;
  readonly clock: FrameClock;
  readonly frames: readonly LabelledFrame[];
}
