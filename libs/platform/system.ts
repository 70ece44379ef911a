import type { Bookmarks } from '#ports/bookmarks.port.js';
import type { EventLog } from '#ports/event-log.port.js';
import type { IdentityProvider } from '#ports/identity-provider.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import type { TokenRepository } from '#ports/token-repository.port.js';
import type { Workspaces } from '#ports/workspaces.port.js';
import type { MediaTools } from './media-tools.js';
import type { ReadinessChecks } from './operation/readiness-probe.js';

/** Everything behind the ports that the apps need, whichever form Castline runs in. */
export interface System extends Omit<MediaTools, 'models'> {
  readonly workspaces: Workspaces;
  readonly tokens: TokenRepository;
  /** How far readers of the events have come. */
  readonly bookmarks: Bookmarks;
  readonly identity: IdentityProvider | undefined;
  /** Jobs of all tenants. */
  readonly jobs: JobQueue;
  /** Events of all tenants. */
  readonly events: EventLog;
  /** What stands behind the ports, by name, each with a question that is answered while it works. */
  readonly checks: ReadinessChecks;
  close(): Promise<void>;
}
