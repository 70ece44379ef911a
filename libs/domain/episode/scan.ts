import type { Shot } from '../shots/shot.js';
import type { Track } from '../tracking/track.js';
import type { Timestamp } from '../time/timestamp.js';

/** A crop of a track's best sighting, JPEG, for people. */
export interface TrackCrop {
  readonly trackId: string;
  readonly jpeg: Uint8Array;
}

/**
 * What one pass over an episode's frames has found so far, saved a few shots at a time so that a stopped run continues.
 * `nextFrame`/`nextTimestamp` say where decoding goes on: always the first frame of a shot that is not saved yet.
 */
export interface ScanBatch {
  readonly shots: readonly Shot[];
  readonly tracks: readonly Track[];
  readonly crops: readonly TrackCrop[];
  readonly nextFrame: number;
  readonly nextTimestamp: Timestamp;
  /** Exact time in ticks of every frame of these shots (`ticks[i]` is the time of frame `shots[0].frames.start + i`). */
  readonly ticks: readonly number[];
}

/** A whole, finished pass. `key` names everything that decides its content (settings, models): another key, another scan. */
export interface Scan {
  readonly episodeId: string;
  readonly key: string;
  readonly isComplete: boolean;
  readonly shots: readonly Shot[];
  readonly tracks: readonly Track[];
  readonly nextFrame: number;
  readonly nextTimestamp: Timestamp | undefined;
  /** Time of every frame, in ticks of `timeBase`; `ticks.length` is the number of frames scanned. */
  readonly ticks: readonly number[];
  /** One past the last frame's end, in ticks; only meaningful when complete. */
  readonly endTicks: number;
  readonly warnings: readonly string[];
}
