import { openEventBus } from '#platform/distributed/open-event-bus.js';
import { startWorker } from '#platform/start-worker.js';
import { PublisherModule } from './publisher.module.js';

await startWorker({
  name: 'publisher',
  role: (system, config, logger) => {
    const bus = openEventBus(config, (err) => logger.warn({ err }, 'Kafka'));
    return PublisherModule.of({ system, bookmarks: system.bookmarks, bus });
  },
});
