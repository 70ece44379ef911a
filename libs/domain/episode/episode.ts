import type { Rational } from '../time/rational.js';

/** What probing found; sizes in pixels as displayed (rotation and pixel aspect applied). */
export interface VideoFacts {
  readonly container: string;
  readonly videoCodec: string;
  readonly width: number;
  readonly height: number;
  /** Nominal rate in frames per second (average where it varies). */
  readonly frameRate: Rational;
  readonly isVariableFrameRate: boolean;
  /** The video stream's time base, seconds per tick. */
  readonly timeBase: Rational;
  /** The container's start time in seconds (taken off every timestamp). */
  readonly startSeconds: number;
  /** The video stream's own duration; undefined where the file does not say (live WebM, raw H.264). Never trusted, only used for progress. */
  readonly durationSeconds: number | undefined;
  readonly rotation: 0 | 90 | 180 | 270;
  readonly isHdr: boolean;
  readonly isInterlaced: boolean;
  readonly hasAudio: boolean;
  /** Things worth telling a person: several video streams, interlaced material, HDR, ... */
  readonly warnings: readonly string[];
}

type EpisodeState = 'uploaded' | 'analyzing' | 'analyzed' | 'failed';

/** One video file and its analysis. `id` is derived from the content, so the same bytes are the same episode. */
export interface Episode {
  readonly id: string;
  /** The original file name, metadata only: it never reaches a path or a command line. */
  readonly name: string;
  readonly sha256: string;
  readonly sizeInBytes: number;
  /** Where the bytes are: a path given to the CLI (with the time of its last change, where that is known), or a media-store id. */
  readonly source:
    | { readonly kind: 'path'; readonly path: string; readonly modifiedMs?: number }
    | { readonly kind: 'media'; readonly mediaId: string };
  readonly facts: VideoFacts | null;
  readonly state: EpisodeState;
  /** Why it failed, for people; null otherwise. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
}
