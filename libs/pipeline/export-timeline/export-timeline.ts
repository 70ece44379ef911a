import { CastlineError } from '#domain/errors/castline-error.js';
import {
  EXPORT_FORMAT_NAMES,
  EXPORT_FORMATS,
  type ExportFormat,
} from '#domain/interchange/export-formats.js';
import { buildEditList, type BuiltEditList, type ExportRequest } from './build-edit-list.js';
import { exportFileName } from './export-file-name.js';
import { joinEditLists } from './join-edit-lists.js';

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
  return write(buildEditList(request), { format, reel });
}

export interface ExportSeriesRequest {
  readonly title: string;
  /** Of each episode, in the order of the list; shapes are all `cuts`. */
  readonly episodes: readonly ExportRequest[];
  readonly format: ExportFormat;
  readonly reel: string;
}

/** Scenes of several episodes as one cut list. @throws as exportTimeline, and CastlineError usage EXPORT.ONE_EPISODE, EXPORT.SHAPE */
export function exportSeries({ title, episodes, ...as }: ExportSeriesRequest): ExportedTimeline {
  if (EXPORT_FORMATS[as.format].joinsEpisodes) return write(joinEditLists(title, episodes), as);
  const able = EXPORT_FORMAT_NAMES.filter((name) => EXPORT_FORMATS[name].joinsEpisodes).join(', ');
  const message = `a file in the format ${as.format} is about one video; several episodes can be written as ${able}`;
  throw new CastlineError('usage', 'EXPORT.ONE_EPISODE', message, { format: as.format });
}

function write(
  { list, remarks }: BuiltEditList,
  { format, reel }: Pick<ExportTimelineRequest, 'format' | 'reel'>,
): ExportedTimeline {
  if (!/^[A-Za-z0-9]{1,8}$/.test(reel)) {
    const message = `the reel name ${JSON.stringify(reel)} does not fit an EDL; expected one to eight letters and digits`;
    throw new CastlineError('usage', 'EXPORT.REEL', message, { reel });
  }
  const { write: writeTexts, extension, contentType } = EXPORT_FORMATS[format];
  const texts = writeTexts(list, { reel });
  const files = texts.map((text, index) => ({
    name: exportFileName(list, { extension, part: texts.length > 1 ? index + 1 : null }),
    text,
  }));
  return { files, contentType, events: list.events.length, notes: [...remarks, ...list.notes] };
}
