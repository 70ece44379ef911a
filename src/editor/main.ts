import { startWorker } from '#platform/start-worker.js';
import { EditorModule } from './editor.module.js';

await startWorker({ name: 'editor', role: () => EditorModule, needsFfmpeg: true });
