import type { Scan, ScanBatch } from '#domain/episode/scan.js';

/** Scans, saved a few shots at a time so that a stopped run continues where it was. */
export abstract class ScanRepository {
  /** The scan under this key, complete or not; undefined when none was begun. */
  abstract find(episodeId: string, key: string): Promise<Scan | undefined>;
  /** The newest complete scan of the episode under any key. */
  abstract findLatest(episodeId: string): Promise<Scan | undefined>;
  /**
   * Appends in one step. Begins the scan when it is the first batch.
   * @throws CastlineError `conflict` SCAN.OUT_OF_ORDER when the batch does not follow what is saved (or has not one time
   *   per frame), SCAN.COMPLETE; `not-found` EPISODE.MISSING.
   */
  abstract append(episodeId: string, key: string, batch: ScanBatch): Promise<void>;
  /** @throws CastlineError `not-found` SCAN.MISSING when it was not begun */
  abstract complete(
    episodeId: string,
    key: string,
    end: { endTicks: number; warnings: readonly string[] },
  ): Promise<void>;
  /** JPEG of a track's best sighting, from the newest complete scan that has it, else from the newest incomplete one. */
  abstract findCrop(episodeId: string, trackId: string): Promise<Uint8Array | undefined>;
}
