import { join } from 'node:path';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import type { Config } from '#config/config.js';
import { IdentifyEpisode } from '#pipeline/identify-episode/identify-episode.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { ModelLibrary } from '#ports/model-library.port.js';
import { openIdentityProvider } from '../access/open-identity-provider.js';
import { openMediaTools } from '../media-tools.js';
import type { System } from '../system.js';
import { EmbeddedWorkspaces } from './embedded-workspaces.js';

/** Everything behind the ports, embedded: SQLite, a folder, this process. */
export interface Embedded extends System {
  readonly catalogue: Catalogue;
  readonly media: MediaStore;
  readonly models: ModelLibrary;
  readonly ingest: IngestEpisode;
  readonly scan: ScanEpisode;
  readonly identify: IdentifyEpisode;
}

/** Opens the catalogue and the store under `config.home`. */
export async function openEmbedded(config: Config): Promise<Embedded> {
  const catalogue = await openCatalogue({ folder: config.home });
  const jobs = new LeasedJobQueue(catalogue.jobs);
  const media = await FolderMediaStore.open(join(config.home, 'media'));
  const tools = openMediaTools(config);
  const { probe, frames, pictures, recognizer } = tools;
  return {
    ...tools,
    workspaces: new EmbeddedWorkspaces(catalogue, media),
    tokens: catalogue.tokens,
    bookmarks: catalogue.bookmarks,
    identity: openIdentityProvider(config),
    catalogue,
    jobs,
    events: catalogue.events,
    media,
    ingest: new IngestEpisode(probe, catalogue.episodes),
    scan: new ScanEpisode(frames, recognizer, pictures, catalogue.scans),
    identify: new IdentifyEpisode(catalogue.timelines, catalogue.episodes),
    checks: { catalogue: () => catalogue.tokens.findByDigest('nobody') },
    close: async () => {
      await recognizer.close();
      await jobs.close();
      await catalogue.close();
    },
  };
}
