import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
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
import { SqliteAuditLog } from './sqlite-audit-log.adapter.js';
import { SqliteBookmarks } from './sqlite-bookmarks.adapter.js';
import { SqliteCastRepository } from './sqlite-cast-repository.adapter.js';
import { SqliteClipRepository } from './sqlite-clip-repository.adapter.js';
import { SqliteDatabase, type SqliteSession } from './sqlite-database.js';
import { SqliteEpisodeNotesRepository } from './sqlite-episode-notes-repository.adapter.js';
import { SqliteEpisodeRepository } from './sqlite-episode-repository.adapter.js';
import { SqliteEventLog } from './sqlite-event-log.adapter.js';
import { SqliteExportRepository } from './sqlite-export-repository.adapter.js';
import { SqliteJobTable } from './sqlite-job-table.adapter.js';
import { SqliteScanRepository } from './sqlite-scan-repository.adapter.js';
import { SqliteStretchRepository } from './sqlite-stretch-repository.adapter.js';
import { SqliteTimelineRepository } from './sqlite-timeline-repository.adapter.js';
import { SqliteTokenRepository } from './sqlite-token-repository.adapter.js';
import { SqliteWorkRepository } from './sqlite-work-repository.adapter.js';

interface Repositories {
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
  readonly audit: AuditLog;
}

export interface Catalogue extends Repositories {
  readonly jobs: JobTable;
  readonly tokens: TokenRepository;
  readonly bookmarks: Bookmarks;
  /** The repositories, writing on behalf of a job as long as its claim holds. */
  under(claim: Claim): Repositories;
  /** Reads the whole file. @throws CastlineError `environment` CATALOGUE.CORRUPT */
  checkIntegrity(): Promise<void>;
  /** Closes the file; a queue that works its jobs is closed before. */
  close(): Promise<void>;
}

export interface CatalogueOptions {
  readonly folder: string;
}

/** The catalogue's file inside the data folder; SQLite keeps `-wal` and `-shm` neighbours while it is open. */
export const CATALOGUE_FILE = 'catalogue.sqlite';

/**
 * Opens the catalogue of a data folder, creating both where they are missing. Other processes may have it open too.
 * @throws CastlineError `environment` CATALOGUE.CORRUPT, CATALOGUE.NEWER_SCHEMA, CATALOGUE.FOREIGN_FILE,
 *   CATALOGUE.NOT_WRITABLE, DISK.FULL; `transient` CATALOGUE.BUSY
 */
export async function openCatalogue({ folder }: CatalogueOptions): Promise<Catalogue> {
  await makeFolder(resolve(folder));
  const database = await SqliteDatabase.open(join(folder, CATALOGUE_FILE));
  return {
    ...repositoriesOn(database),
    under: (claim) => repositoriesOn(database.fenced(claim)),
    jobs: new SqliteJobTable(database),
    tokens: new SqliteTokenRepository(database),
    bookmarks: new SqliteBookmarks(database),
    checkIntegrity: () => database.checkIntegrity(),
    close: async () => database.close(),
  };
}

function repositoriesOn(session: SqliteSession): Repositories {
  return {
    episodes: new SqliteEpisodeRepository(session),
    scans: new SqliteScanRepository(session),
    stretches: new SqliteStretchRepository(session),
    timelines: new SqliteTimelineRepository(session),
    clips: new SqliteClipRepository(session),
    exports: new SqliteExportRepository(session),
    notes: new SqliteEpisodeNotesRepository(session),
    works: new SqliteWorkRepository(session),
    casts: new SqliteCastRepository(session),
    events: new SqliteEventLog(session),
    audit: new SqliteAuditLog(session),
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makeFoldersDownTo(folder);
  } catch (error) {
    throw new CastlineError(
      'environment',
      'CATALOGUE.NOT_WRITABLE',
      `the data folder ${folder} cannot be made (${error instanceof Error ? error.message : String(error)}); choose another one`,
      { folder },
      { cause: error },
    );
  }
}

/** Node's own `recursive` never ends where a file system answers ENOENT to a new folder, as /proc does. */
async function makeFoldersDownTo(folder: string): Promise<void> {
  const parent = dirname(folder);
  const isThere = await stat(folder).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  if (isThere) return;
  if (parent !== folder) await makeFoldersDownTo(parent);
  await mkdir(folder).catch(async (error: unknown) => {
    // another process may have made it meanwhile
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw error;
  });
}
