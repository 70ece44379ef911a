import { GridfsMediaStore } from '#adapters/mongodb/gridfs-media-store.adapter.js';
import type { LocalCopies } from '#adapters/mongodb/local-copies.js';
import type { MongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import type { TenantId } from '#domain/tenancy/tenant.js';
import type { Claim } from '#ports/job-table.port.js';
import { type Workspace, Workspaces } from '#ports/workspaces.port.js';

/** A tenant is whoever a token names: it begins with its first episode. Media need no fence: what is stored twice is stored once. */
export class DistributedWorkspaces extends Workspaces {
  constructor(
    private readonly catalogue: MongoCatalogue,
    private readonly copies: LocalCopies,
  ) {
    super();
  }

  of(tenant: TenantId, fence?: Claim): Workspace {
    const media = new GridfsMediaStore(this.catalogue.database, tenant, this.copies);
    return { ...this.catalogue.of(tenant, fence), media };
  }
}
