import type { StoredExport } from '#domain/interchange/stored-export.js';

export abstract class ExportRepository {
  /** Inserts or replaces by id. @throws CastlineError `not-found` EPISODE.MISSING when one of its episodes is not there */
  abstract save(stored: StoredExport): Promise<void>;
  abstract find(id: string): Promise<StoredExport | undefined>;
  /** Newest first; only those that an episode is part of, where one is given. */
  abstract list(episodeId?: string): Promise<StoredExport[]>;
  abstract delete(id: string): Promise<boolean>;
  /** Whether any export is kept as this file. */
  abstract isMediaUsed(mediaId: string): Promise<boolean>;
}
