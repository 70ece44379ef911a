import type { TenantId } from '#domain/tenancy/tenant.js';
import type { Bookmarks } from '#ports/bookmarks.port.js';
import type { EventLog } from '#ports/event-log.port.js';
import type { Claim, JobTable } from '#ports/job-table.port.js';
import type { TokenRepository } from '#ports/token-repository.port.js';
import type { Workspace } from '#ports/workspaces.port.js';
import { MongoAuditLog } from './mongo-audit-log.adapter.js';
import { MongoBookmarks } from './mongo-bookmarks.adapter.js';
import { MongoCastRepository } from './mongo-cast-repository.adapter.js';
import { MongoClipRepository } from './mongo-clip-repository.adapter.js';
import { MongoDatabase } from './mongo-database.js';
import { MongoEpisodeNotesRepository } from './mongo-episode-notes-repository.adapter.js';
import { MongoEpisodeRepository } from './mongo-episode-repository.adapter.js';
import { MongoEventLog } from './mongo-event-log.adapter.js';
import { MongoExportRepository } from './mongo-export-repository.adapter.js';
import { MongoJobTable } from './mongo-job-table.adapter.js';
import { MongoScanRepository } from './mongo-scan-repository.adapter.js';
import { MongoStretchRepository } from './mongo-stretch-repository.adapter.js';
import { MongoTimelineRepository } from './mongo-timeline-repository.adapter.js';
import { MongoTokenRepository } from './mongo-token-repository.adapter.js';
import { MongoWorkRepository } from './mongo-work-repository.adapter.js';
import { withTranslatedErrors } from './translate-mongo-error.js';

export interface MongoCatalogue {
  readonly database: MongoDatabase;
  readonly jobs: JobTable;
  readonly tokens: TokenRepository;
  readonly bookmarks: Bookmarks;
  /** Events of all tenants. */
  readonly events: EventLog;
  /** One tenant's repositories, writing on behalf of a job as long as its claim holds, where one is given. */
  of(tenant: TenantId, claim?: Claim): Omit<Workspace, 'media'>;
  /** Throws while the server does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Connects to the catalogue that the URL names, making what is missing. @throws CastlineError as `MongoDatabase.open` */
export async function openMongoCatalogue(url: string): Promise<MongoCatalogue> {
  const database = await MongoDatabase.open(url);
  return {
    database,
    jobs: withTranslatedErrors(new MongoJobTable(database)),
    tokens: withTranslatedErrors(new MongoTokenRepository(database)),
    bookmarks: withTranslatedErrors(new MongoBookmarks(database)),
    events: withTranslatedErrors(new MongoEventLog(database)),
    of: (tenant, claim) => ({
      tenant,
      episodes: withTranslatedErrors(new MongoEpisodeRepository(database, tenant, claim)),
      scans: withTranslatedErrors(new MongoScanRepository(database, tenant, claim)),
      stretches: withTranslatedErrors(new MongoStretchRepository(database, tenant, claim)),
      timelines: withTranslatedErrors(new MongoTimelineRepository(database, tenant, claim)),
      clips: withTranslatedErrors(new MongoClipRepository(database, tenant, claim)),
      works: withTranslatedErrors(new MongoWorkRepository(database, tenant, claim)),
      exports: withTranslatedErrors(new MongoExportRepository(database, tenant, claim)),
      notes: withTranslatedErrors(new MongoEpisodeNotesRepository(database, tenant, claim)),
      casts: withTranslatedErrors(new MongoCastRepository(database, tenant)),
      events: withTranslatedErrors(new MongoEventLog(database, tenant)),
      audit: withTranslatedErrors(new MongoAuditLog(database, tenant, claim)),
    }),
    ping: () => database.ping(),
    close: () => database.close(),
  };
}
