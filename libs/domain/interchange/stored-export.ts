import type { ExportFormat } from './export-formats.js';

/** An export kept as a file in the media store. */
export interface StoredExport {
  readonly id: string;
  /** Of one episode, or of several. */
  readonly episodeIds: readonly string[];
  readonly query: string | null;
  readonly format: ExportFormat;
  /** What the file is called when it is saved. */
  readonly fileName: string;
  readonly contentType: string;
  /** Counted from 1; more than one only where a format limits what a file holds. */
  readonly part: number;
  readonly parts: number;
  readonly events: number;
  readonly mediaId: string;
  readonly sizeInBytes: number;
  readonly createdAt: string;
}
