import { startWorker } from '#platform/start-worker.js';
import { CastModule } from './cast.module.js';

await startWorker({ name: 'cast', role: () => CastModule, needsModels: true });
