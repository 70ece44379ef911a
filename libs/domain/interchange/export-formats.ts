import type { EditList } from './edit-list.js';
import { writeCsv, writeLosslessCut } from './write-csv.js';
import { type EdlOptions, writeEdl } from './write-edl.js';
import { writeFcp7 } from './write-fcp7.js';
import { writeFcpxml } from './write-fcpxml.js';
import { writeJson } from './write-json.js';
import { writeMlt } from './write-mlt.js';
import { writeOtio } from './write-otio.js';
import { writeVtt, writeVttChapters } from './write-vtt.js';

interface ExportFormatFacts {
  readonly extension: string;
  readonly contentType: string;
  /** Whether one file can be of several episodes. */
  readonly joinsEpisodes: boolean;
  /** The texts of one or more files, in order. */
  write(list: EditList, options: EdlOptions): string[];
}

/** One file's text as a list of files. */
const single =
  (write: (list: EditList) => string) =>
  (list: EditList): string[] => [write(list)];

const JSON_TYPE = 'application/json';
const XML_TYPE = 'application/xml';

/** Every format that an episode can be exported to. A new one is a writer beside this file and a line here. */
export const EXPORT_FORMATS = {
  otio: { extension: 'otio', contentType: JSON_TYPE, joinsEpisodes: true, write: single(writeOtio) },
  edl: { extension: 'edl', contentType: 'text/plain', joinsEpisodes: true, write: writeEdl },
  fcpxml: { extension: 'fcpxml', contentType: XML_TYPE, joinsEpisodes: true, write: single(writeFcpxml) },
  fcp7: { extension: 'xml', contentType: XML_TYPE, joinsEpisodes: true, write: single(writeFcp7) },
  mlt: { extension: 'mlt', contentType: XML_TYPE, joinsEpisodes: true, write: single(writeMlt) },
  vtt: { extension: 'vtt', contentType: 'text/vtt', joinsEpisodes: false, write: single(writeVtt) },
  'vtt-chapters': {
    extension: 'chapters.vtt',
    contentType: 'text/vtt',
    joinsEpisodes: false,
    write: single(writeVttChapters),
  },
  csv: { extension: 'csv', contentType: 'text/csv', joinsEpisodes: true, write: single(writeCsv) },
  losslesscut: {
    extension: 'losslesscut.csv',
    contentType: 'text/csv',
    joinsEpisodes: false,
    write: single(writeLosslessCut),
  },
  json: { extension: 'json', contentType: JSON_TYPE, joinsEpisodes: true, write: single(writeJson) },
} as const satisfies Record<string, ExportFormatFacts>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

export const EXPORT_FORMAT_NAMES = Object.keys(EXPORT_FORMATS) as ExportFormat[];

export function isExportFormat(text: string): text is ExportFormat {
  return Object.hasOwn(EXPORT_FORMATS, text);
}
