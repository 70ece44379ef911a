import type { ScanBatch, TrackCrop } from '#domain/episode/scan.js';
import type { Shot } from '#domain/shots/shot.js';
import type { Timestamp } from '#domain/time/timestamp.js';
import type { Track } from '#domain/tracking/track.js';

/** What has been found since the last save. */
export class BatchInProgress {
  private shots: Shot[] = [];
  private tracks: Track[] = [];
  private crops: TrackCrop[] = [];
  private savedAt = performance.now();

  /** Worth saving: there is something, and some seconds of work would be lost otherwise. */
  isDue(): boolean {
    return this.shots.length > 0 && performance.now() - this.savedAt > 3000;
  }

  add(shot: Shot, found: { tracks: Track[]; crops: TrackCrop[] }): void {
    this.shots.push(shot);
    this.tracks.push(...found.tracks);
    this.crops.push(...found.crops);
  }

  take(next: { frame: number; timestamp: Timestamp }, ticks: readonly number[]): ScanBatch {
    const batch = {
      shots: this.shots,
      tracks: this.tracks,
      crops: this.crops,
      ticks,
      nextFrame: next.frame,
      nextTimestamp: next.timestamp,
    };
    this.shots = [];
    this.tracks = [];
    this.crops = [];
    this.savedAt = performance.now();
    return batch;
  }

  /** Number of its shots. */
  get size(): number {
    return this.shots.length;
  }
}
