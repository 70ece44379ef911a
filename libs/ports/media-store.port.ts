import type { Readable } from 'node:stream';

export interface StoredMedia {
  readonly id: string;
  readonly sha256: string;
  readonly sizeInBytes: number;
}

/** Large files (episodes, clips), by content: the id is derived from the sha256, the same bytes are stored once. */
export abstract class MediaStore {
  /** Takes over a finished local file (moved or copied); whole or not at all. @throws CastlineError `environment` DISK.FULL; `not-found` MEDIA.MISSING; `usage` MEDIA.NOT_A_FILE; `conflict` MEDIA.CHANGED_WHILE_READ */
  abstract adopt(path: string): Promise<StoredMedia>;
  abstract find(id: string): Promise<StoredMedia | undefined>;
  /** Bytes `[start, end)` of the file, the whole by default; an end past the last byte is cut. @throws CastlineError `not-found` MEDIA.MISSING; `usage` MEDIA.BAD_RANGE */
  abstract open(id: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>;
  /** A local path for programs that need one; valid until `release` of the returned handle. */
  abstract borrowPath(id: string): Promise<{ readonly path: string; release: () => Promise<void> }>;
  abstract delete(id: string): Promise<boolean>;
}
