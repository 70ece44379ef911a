import { after, beforeEach, afterEach, describe } from 'node:test';
import type { AuditLog } from '#ports/audit-log.port.js';
import type { Bookmarks } from '#ports/bookmarks.port.js';
import type { CastRepository } from '#ports/cast-repository.port.js';
import type { ClipRepository } from '#ports/clip-repository.port.js';
import type { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { EventLog } from '#ports/event-log.port.js';
import type { ExportRepository } from '#ports/export-repository.port.js';
import type { Claim, JobTable } from '#ports/job-table.port.js';
import type { ScanRepository } from '#ports/scan-repository.port.js';
import type { StretchRepository } from '#ports/stretch-repository.port.js';
import type { TimelineRepository } from '#ports/timeline-repository.port.js';
import type { TokenRepository } from '#ports/token-repository.port.js';
import type { WorkRepository } from '#ports/work-repository.port.js';

/** The repositories of one catalogue, as an adapter offers them. */
export interface CatalogueUnderTest {
  readonly episodes: EpisodeRepository;
  readonly scans: ScanRepository;
  readonly stretches: StretchRepository;
  readonly timelines: TimelineRepository;
  readonly clips: ClipRepository;
  readonly exports: ExportRepository;
  readonly notes: EpisodeNotesRepository;
  readonly works: WorkRepository;
  readonly casts: CastRepository;
  readonly events: EventLog;
  readonly tokens: TokenRepository;
  readonly bookmarks: Bookmarks;
  readonly audit: AuditLog;
  readonly jobs: JobTable;
  /** The same, on behalf of a job as long as its claim holds. */
  under(claim: Claim): { readonly stretches: StretchRepository };
  close(): Promise<void>;
}

/** An empty place to keep a catalogue in: a folder, a database. */
export interface CataloguePlace {
  /** Opens it; several may be open on one place, as several processes would. */
  open(): Promise<CatalogueUnderTest>;
  /** Removes everything; called after all that was opened is closed. */
  remove(): Promise<void>;
}

export type MakeCataloguePlace = () => Promise<CataloguePlace>;

/** Runs `tests` as a suite in which `current()` is a fresh, empty, open catalogue in every test. */
export function describeWithCatalogue(
  title: string,
  makePlace: MakeCataloguePlace,
  tests: (current: () => CatalogueUnderTest, openAnother: () => Promise<CatalogueUnderTest>) => void,
): void {
  describe(title, () => {
    let place: CataloguePlace | undefined;
    let opened: CatalogueUnderTest[] = [];
    const open = async (): Promise<CatalogueUnderTest> => {
      if (!place) throw new Error('a catalogue is open inside a test only');
      const catalogue = await place.open();
      opened.push(catalogue);
      return catalogue;
    };
    beforeEach(async () => {
      place = await makePlace();
      await open();
    });
    const clear = async () => {
      for (const catalogue of opened) await catalogue.close();
      opened = [];
      await place?.remove();
      place = undefined;
    };
    afterEach(clear);
    after(clear);
    tests(() => {
      const [first] = opened;
      if (!first) throw new Error('a catalogue is open inside a test only');
      return first;
    }, open);
  });
}
