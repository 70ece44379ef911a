import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { describeJobQueueContract } from '../../contract/job-queue.contract.js';
import type { QueuePlace } from '../../contract/queue-under-test.js';
import { dropDatabase, freshDatabase, useMongodb } from '../servers/start-mongodb.js';

let server: Awaited<ReturnType<typeof useMongodb>> | undefined;
before(async () => {
  server = await useMongodb();
});
after(() => server?.stop());

async function makePlace(): Promise<QueuePlace> {
  assert.ok(server);
  const url = freshDatabase(server.url);
  return {
    open: async (settings, onError) => {
      const catalogue = await openMongoCatalogue(url);
      const queue = new LeasedJobQueue(catalogue.jobs, { ...settings, onError });
      return {
        queue,
        crash: () => catalogue.close(),
        close: async () => {
          await queue.close();
          await catalogue.close();
        },
      };
    },
    remove: () => dropDatabase(url),
  };
}

describeJobQueueContract('MongoDB', makePlace);
