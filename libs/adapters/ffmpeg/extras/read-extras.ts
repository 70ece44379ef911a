import { fileAddress, planConfinement, type MediaLimits } from '../confinement.js';
import { asFields, asList, asNumber, asText, parseFields, type Fields } from '../json-fields.js';

export interface SubtitleTrack {
  /** Its place among all streams of the file. */
  readonly streamIndex: number;
  readonly codec: string;
  /** ISO 639-2, `und` where the file says nothing that is one. */
  readonly language: string;
  readonly title: string | undefined;
  readonly isDefault: boolean;
  readonly isForced: boolean;
}

/** Times in seconds of the container. */
export interface SourceChapter {
  readonly title: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface SourceExtras {
  readonly subtitles: readonly SubtitleTrack[];
  readonly chapters: readonly SourceChapter[];
}

const ENTRIES = [
  'stream=index,codec_name,codec_type',
  'stream_tags=language,title,handler_name',
  'stream_disposition=default,forced',
  'chapter=start_time,end_time',
  'chapter_tags=title',
];

/** ffprobe's arguments for the subtitle tracks and the chapters of a file as JSON. */
export function planExtrasProbe(absolutePath: string, limits: MediaLimits): string[] {
  return [
    ...['-hide_banner', '-v', 'error', ...planConfinement(limits)],
    ...['-show_entries', ENTRIES.join(':'), '-of', 'json', fileAddress(absolutePath)],
  ];
}

export function readExtras(json: string): SourceExtras {
  const root = parseFields(json);
  return {
    subtitles: asList(root?.['streams'])
      .filter((stream) => asText(stream['codec_type']) === 'subtitle')
      .map(readTrack),
    chapters: asList(root?.['chapters'])
      .map(readChapter)
      .filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds),
  };
}

/** What MP4 files call a track that nobody named. */
const NO_TITLE = 'SubtitleHandler';

function readTrack(stream: Fields): SubtitleTrack {
  const tags = asFields(stream['tags']);
  const disposition = asFields(stream['disposition']);
  const language = asText(tags?.['language']) ?? '';
  const title = asText(tags?.['title']) ?? asText(tags?.['handler_name']);
  return {
    streamIndex: asNumber(stream['index']) ?? 0,
    codec: asText(stream['codec_name']) ?? 'unknown',
    language: /^[a-z]{3}$/.test(language) ? language : 'und',
    title: title === NO_TITLE ? undefined : title,
    isDefault: asNumber(disposition?.['default']) === 1,
    isForced: asNumber(disposition?.['forced']) === 1,
  };
}

function readChapter(chapter: Fields): SourceChapter {
  return {
    title: asText(asFields(chapter['tags'])?.['title']) ?? '',
    startSeconds: asNumber(chapter['start_time']) ?? 0,
    endSeconds: asNumber(chapter['end_time']) ?? 0,
  };
}
