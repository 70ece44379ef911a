import type { Scan, ScanBatch } from '#domain/episode/scan.js';

/** Scans, saved a few shots at a time so that a stopped run continues where it was. */
export abstract class ScanRepository {
  /** The scan under this key, complete or not; undefined when none was begun. */
  abstract find(episodeId: string, key: string): Promise<Scan | undefined>;
  /** The newest complete scan of the episode under any key. */
  abstract findLatest(episodeId: string): Promise<Scan | undefined>;
  /** Appends in one step. Begins the scan when it is the first batch. @throws CastlineError `conflict` SCAN.OUT_OF_ORDER when `batch.shots[0]` does not follow what is saved. */
  abstract append(episodeId: string, key: string, batch: ScanBatch): Promise<void>;
  abstract complete(episodeId: string, key: string, end: { endTicks: number; warnings: readonly string[] }): Promise<void>;
  /** JPEG of a track's best sighting. */
  abstract findCrop(episodeId: string, trackId: string): Promise<Uint8Array | undefined>;
}
