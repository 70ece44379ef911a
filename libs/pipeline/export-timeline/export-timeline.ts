import { CastlineError } from '#domain/errors/castline-error.js';
import { EXPORT_FORMATS, type ExportFormat } from '#domain/interchange/export-formats.js';
import { buildEditList, type ExportRequest } from './build-edit-list.js';
import { exportFileName } from './export-file-name.js';

export const DEFAULT_REEL = 'AX';

export interface ExportTimelineRequest extends ExportRequest {
  readonly format: ExportFormat;
  /** Reel name of an EDL. */
  readonly reel: string;
}

export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

export interface ExportedTimeline {
  /** Several only where a format limits what one file can hold. */
  readonly files: readonly ExportedFile[];
  readonly contentType: string;
  /** Appearances or scenes exported. */
  readonly events: number;
  /** For people: about the answer to the query, and what was done to the frame rate. */
  readonly notes: readonly string[];
}

/**
 * An analysed episode as text in an interchange format.
 * @throws QuerySyntaxError, CastlineError not-found QUERY.UNKNOWN_CHARACTER, usage EXPORT.*
 */
export function exportTimeline({ format, reel, ...request }: ExportTimelineRequest): ExportedTimeline {
  if (!/^[A-Za-z0-9]{1,8}$/.test(reel)) {
    const message = `the reel name ${JSON.stringify(reel)} does not fit an EDL; expected one to eight letters and digits`;
    throw new CastlineError('usage', 'EXPORT.REEL', message, { reel });
  }
  const { list, remarks } = buildEditList(request);
  const { write, extension, contentType } = EXPORT_FORMATS[format];
  const texts = write(list, { reel });
  const files = texts.map((text, index) => ({
    name: exportFileName(list, { extension, part: texts.length > 1 ? index + 1 : null }),
    text,
  }));
  return { files, contentType, events: list.events.length, notes: [...remarks, ...list.notes] };
}
