import type { Provider } from '@nestjs/common';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { FindSilences } from '#pipeline/clip-scenes/find-silences.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { type MediaUser, ReleaseMedia } from '#pipeline/clip-scenes/release-media.js';
import { FindSeries } from '#pipeline/query-series/find-series.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import { SilenceReader } from '#ports/silence-reader.port.js';
import { TimelineRepository } from '#ports/timeline-repository.port.js';
import { WorkRepository } from '#ports/work-repository.port.js';

/** The use cases of scene queries, on the repositories of the tenant that asks. */
export const SCENE_WORK: Provider[] = [
  {
    provide: ReadAnalysis,
    inject: [TimelineRepository, ScanRepository],
    useFactory: (timelines: TimelineRepository, scans: ScanRepository) => new ReadAnalysis(timelines, scans),
  },
  {
    provide: AnswerQuery,
    inject: [SilenceReader, EpisodeNotesRepository, MediaStore],
    useFactory: (reader: SilenceReader, notes: EpisodeNotesRepository, media: MediaStore) =>
      new AnswerQuery(notes, new FindSilences(reader, notes, media)),
  },
  {
    provide: FindSeries,
    inject: [EpisodeNotesRepository, EpisodeRepository],
    useFactory: (notes: EpisodeNotesRepository, episodes: EpisodeRepository) =>
      new FindSeries(notes, episodes),
  },
  {
    provide: ReleaseMedia,
    inject: [MediaStore, EpisodeRepository, ClipRepository, WorkRepository, ExportRepository],
    useFactory: (media: MediaStore, ...users: MediaUser[]) => new ReleaseMedia(media, users),
  },
];
