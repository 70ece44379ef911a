// A worker thread's program: opens both models, says `ready` (or `fault`), then does one job after the other.
// ONNX Runtime's run() blocks its thread for the whole inference, so that it must never be called on the main one.
import { parentPort, workerData } from 'node:worker_threads';
import { CastlineError } from '#domain/errors/castline-error.js';
import { type EngineModels, FaceEngine } from './face-engine.js';
import type { WorkerAnswer, WorkerFault, WorkerJob } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('inference-worker is a worker thread, not a program of its own');
const say = (answer: WorkerAnswer): void => port.postMessage(answer);

async function serve(models: EngineModels): Promise<void> {
  const engine = await FaceEngine.open(models);
  port!.on('message', (job: WorkerJob) => {
    work(engine, job).then(say, (error: unknown) => say({ kind: 'fault', fault: toFault(error) }));
  });
  say({ kind: 'ready' });
}

async function work(engine: FaceEngine, job: WorkerJob): Promise<WorkerAnswer> {
  if (job.kind === 'examine') {
    return { kind: 'faces', faces: await engine.examine(job.picture, job.options) };
  }
  if (job.kind === 'detect') {
    return { kind: 'detections', detections: await engine.detect(job.picture, job.options) };
  }
  return { kind: 'readings', readings: await engine.readHeads(job.picture, job.heads) };
}

function toFault(error: unknown): WorkerFault {
  if (error instanceof CastlineError) {
    const { kind, code, message } = error;
    return { kind, code, message };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'internal', code: 'INFERENCE.FAILED', message: `examining a picture failed: ${message}` };
}

serve(workerData as EngineModels).catch((error: unknown) => say({ kind: 'fault', fault: toFault(error) }));
