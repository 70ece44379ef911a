import type { TrackCrop } from '#domain/episode/scan.js';
import type { FramePosition } from '#domain/episode/stretch.js';
import type { Shot } from '#domain/shots/shot.js';
import type { Track } from '#domain/tracking/track.js';
import type { StretchPlace, StretchRepository } from '#ports/stretch-repository.port.js';
import { BatchInProgress } from '../scan-episode/batch-in-progress.js';

/** A number of shots, not a time, ends a batch: so all workers of a stretch, also one that goes on for another, cut the same. */
const SHOTS_PER_BATCH = 8;

/** The shots of one stretch on their way into the catalogue. */
export class StretchBatches {
  private readonly batch = new BatchInProgress();
  private position = 0;

  private constructor(
    private readonly stretches: StretchRepository,
    private readonly place: StretchPlace,
    private readonly saved: { readonly batches: number; readonly shots: number },
  ) {}

  /** Goes on after what an earlier worker saved. */
  static async open(stretches: StretchRepository, place: StretchPlace): Promise<StretchBatches> {
    const saved = { batches: 0, shots: 0 };
    for (;;) {
      const batch = await stretches.readBatch(place, saved.batches);
      if (!batch) return new StretchBatches(stretches, place, saved);
      saved.batches++;
      saved.shots += batch.shots.length;
    }
  }

  /** Whether the shot, counted from the stretch's first, is saved already: then what is found in it does not matter. */
  has(shot: number): boolean {
    return shot < this.saved.shots;
  }

  /** Batches that are complete. */
  get count(): number {
    return this.position;
  }

  get isFull(): boolean {
    return this.batch.size === SHOTS_PER_BATCH;
  }

  get isEmpty(): boolean {
    return this.batch.size === 0;
  }

  add(shot: Shot, found: { tracks: Track[]; crops: TrackCrop[] }): void {
    this.batch.add(shot, found);
  }

  async save(next: FramePosition, ticks: readonly number[]): Promise<void> {
    const batch = this.batch.take(next, ticks);
    const position = this.position++;
    if (position >= this.saved.batches) await this.stretches.saveBatch(this.place, position, batch);
  }
}
