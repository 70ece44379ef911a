import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { describeAccessContract } from '../access.contract.js';
import { describeBookmarksContract } from '../bookmarks.contract.js';
import { describeCastRepositoryContract } from '../cast-repository.contract.js';
import type { CataloguePlace } from '../catalogue-under-test.js';
import { describeClipRepositoryContract } from '../clip-repository.contract.js';
import { describeEpisodeNotesRepositoryContract } from '../episode-notes-repository.contract.js';
import { describeEpisodeRepositoryContract } from '../episode-repository.contract.js';
import { describeEventLogContract } from '../event-log.contract.js';
import { describeExportRepositoryContract } from '../export-repository.contract.js';
import { describeScanRepositoryContract } from '../scan-repository.contract.js';
import { describeStretchRepositoryContract } from '../stretch-repository.contract.js';
import { describeTimelineRepositoryContract } from '../timeline-repository.contract.js';
import { describeWorkRepositoryContract } from '../work-repository.contract.js';

async function makePlace(): Promise<CataloguePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'castline-catalogue-'));
  return {
    open: () => openCatalogue({ folder }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

describeEpisodeRepositoryContract('SQLite', makePlace);
describeScanRepositoryContract('SQLite', makePlace);
describeStretchRepositoryContract('SQLite', makePlace);
describeTimelineRepositoryContract('SQLite', makePlace);
describeClipRepositoryContract('SQLite', makePlace);
describeExportRepositoryContract('SQLite', makePlace);
describeEpisodeNotesRepositoryContract('SQLite', makePlace);
describeWorkRepositoryContract('SQLite', makePlace);
describeCastRepositoryContract('SQLite', makePlace);
describeEventLogContract('SQLite', makePlace);
describeAccessContract('SQLite', makePlace);
describeBookmarksContract('SQLite', makePlace);
