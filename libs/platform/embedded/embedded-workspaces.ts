import { CastlineError } from '#domain/errors/castline-error.js';
import { DEFAULT_TENANT, type TenantId } from '#domain/tenancy/tenant.js';
import type { Catalogue } from '#adapters/sqlite/open-catalogue.js';
import type { Claim } from '#ports/job-table.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import { type Workspace, Workspaces } from '#ports/workspaces.port.js';

/** The embedded form has one tenant. Media need no fence: what is stored twice is stored once. */
export class EmbeddedWorkspaces extends Workspaces {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly media: MediaStore,
  ) {
    super();
  }

  of(tenant: TenantId, fence?: Claim): Workspace {
    if (tenant !== DEFAULT_TENANT) {
      const message = `this Castline has no tenant ${JSON.stringify(tenant)}; tenants need the distributed form`;
      throw new CastlineError('not-found', 'TENANT.MISSING', message, { tenant });
    }
    const repositories = fence ? this.catalogue.under(fence) : this.catalogue;
    const { episodes, scans, stretches, timelines, clips, works, exports, notes, casts, events, audit } =
      repositories;
    const kept = {
      episodes,
      scans,
      stretches,
      timelines,
      clips,
      works,
      exports,
      notes,
      casts,
      events,
      audit,
    };
    return { tenant, ...kept, media: this.media };
  }
}
