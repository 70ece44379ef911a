import type { TenantId } from '#domain/tenancy/tenant.js';
import type { AuditLog } from './audit-log.port.js';
import type { CastRepository } from './cast-repository.port.js';
import type { ClipRepository } from './clip-repository.port.js';
import type { EpisodeNotesRepository } from './episode-notes-repository.port.js';
import type { EpisodeRepository } from './episode-repository.port.js';
import type { EventLog } from './event-log.port.js';
import type { ExportRepository } from './export-repository.port.js';
import type { Claim } from './job-table.port.js';
import type { MediaStore } from './media-store.port.js';
import type { ScanRepository } from './scan-repository.port.js';
import type { StretchRepository } from './stretch-repository.port.js';
import type { TimelineRepository } from './timeline-repository.port.js';
import type { WorkRepository } from './work-repository.port.js';

/** Everything that belongs to one tenant. Nothing reached through it is another tenant's. */
export interface Workspace {
  readonly tenant: TenantId;
  readonly episodes: EpisodeRepository;
  readonly scans: ScanRepository;
  readonly stretches: StretchRepository;
  readonly timelines: TimelineRepository;
  readonly clips: ClipRepository;
  readonly exports: ExportRepository;
  readonly notes: EpisodeNotesRepository;
  readonly works: WorkRepository;
  readonly casts: CastRepository;
  /** This tenant's events. */
  readonly events: EventLog;
  readonly media: MediaStore;
  readonly audit: AuditLog;
}

/** The catalogue and the media of all tenants, one at a time. */
export abstract class Workspaces {
  /**
   * @param fence the job on whose behalf is written: once another worker holds it, every write is refused with
   *   CastlineError `conflict` JOB.LEASE_LOST, so that a worker which slept too long changes nothing
   * @throws CastlineError `not-found` TENANT.MISSING
   */
  abstract of(tenant: TenantId, fence?: Claim): Workspace;
}
