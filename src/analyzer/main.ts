import { startWorker } from '#platform/start-worker.js';
import { StretchesModule } from './stretches.module.js';

await startWorker({ name: 'analyzer', role: () => StretchesModule, needsFfmpeg: true, needsModels: true });
