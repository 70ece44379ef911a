import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { describeAccessContract } from '../../contract/access.contract.js';
import { describeBookmarksContract } from '../../contract/bookmarks.contract.js';
import { describeCastRepositoryContract } from '../../contract/cast-repository.contract.js';
import { describeClipRepositoryContract } from '../../contract/clip-repository.contract.js';
import { describeEpisodeNotesRepositoryContract } from '../../contract/episode-notes-repository.contract.js';
import { describeEpisodeRepositoryContract } from '../../contract/episode-repository.contract.js';
import { describeEventLogContract } from '../../contract/event-log.contract.js';
import { describeExportRepositoryContract } from '../../contract/export-repository.contract.js';
import { describeScanRepositoryContract } from '../../contract/scan-repository.contract.js';
import { describeStretchRepositoryContract } from '../../contract/stretch-repository.contract.js';
import { describeTimelineRepositoryContract } from '../../contract/timeline-repository.contract.js';
import { describeWorkRepositoryContract } from '../../contract/work-repository.contract.js';
import { useMongodb } from '../servers/start-mongodb.js';
import { placesOn } from './open-test-catalogue.js';

let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
before(async () => {
  server = await useMongodb();
});
after(() => server?.stop());

const makePlace = placesOn(() => {
  assert.ok(server);
  return server.url;
});

describeEpisodeRepositoryContract('MongoDB', makePlace);
describeScanRepositoryContract('MongoDB', makePlace);
describeStretchRepositoryContract('MongoDB', makePlace);
describeTimelineRepositoryContract('MongoDB', makePlace);
describeClipRepositoryContract('MongoDB', makePlace);
describeWorkRepositoryContract('MongoDB', makePlace);
describeExportRepositoryContract('MongoDB', makePlace);
describeEpisodeNotesRepositoryContract('MongoDB', makePlace);
describeCastRepositoryContract('MongoDB', makePlace);
describeEventLogContract('MongoDB', makePlace);
describeAccessContract('MongoDB', makePlace);
describeBookmarksContract('MongoDB', makePlace);
