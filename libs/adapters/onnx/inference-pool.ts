import { Worker } from 'node:worker_threads';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { EngineModels } from './face-engine.js';
import type { WorkerAnswer, WorkerFault, WorkerJob } from './worker-messages.js';

interface Assignment {
  readonly job: WorkerJob;
  readonly settle: (outcome: WorkerAnswer | CastlineError) => void;
}

interface Slot {
  worker: Worker | undefined;
  /** False until the worker has said `ready`. */
  isReady: boolean;
  assignment: Assignment | undefined;
}

const WORKER_PROGRAM = new URL('./inference-worker.js', import.meta.url);

/**
 * A fixed number of worker threads and one queue, first come first served. A worker that dies takes only its picture
 * with it; its place is filled again when there is work. Idle workers do not keep the process alive.
 */
export class InferencePool {
  private readonly slots: Slot[];
  private readonly queue: Assignment[] = [];
  /** Everything that was asked and is not answered yet. */
  private readonly pending = new Set<Promise<unknown>>();
  private isClosed = false;

  constructor(
    private readonly models: EngineModels,
    size: number,
    private readonly program: URL = WORKER_PROGRAM,
  ) {
    this.slots = Array.from({ length: size }, () => ({
      worker: undefined,
      isReady: false,
      assignment: undefined,
    }));
  }

  /** Starts every worker and waits until its models are loaded. @throws CastlineError what a worker says against them */
  async start(): Promise<void> {
    await Promise.all(this.slots.map((slot) => this.launch(slot)));
  }

  /** @throws CastlineError INFERENCE.WORKER_CRASHED (`transient`), INFERENCE.CLOSED, or what the worker says. */
  run(job: WorkerJob): Promise<WorkerAnswer> {
    const answer = this.enqueue(job);
    const settled: Promise<unknown> = answer
      .catch(() => undefined)
      .finally(() => this.pending.delete(settled));
    this.pending.add(settled);
    return answer;
  }

  private enqueue(job: WorkerJob): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: WorkerAnswer | CastlineError): void => {
        if (outcome instanceof CastlineError) reject(outcome);
        else resolve(outcome);
      };
      if (this.isClosed) settle(closedError());
      else {
        this.queue.push({ job, settle });
        this.dispatch();
      }
    });
  }

  /** Pictures that wait are refused, those being looked at are finished: ending a thread inside the native inference would end the process. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { settle } of this.queue.splice(0)) settle(closedError());
    await Promise.all(this.pending);
    await Promise.all(this.slots.flatMap(({ worker }) => (worker === undefined ? [] : [worker.terminate()])));
  }

  private dispatch(): void {
    for (const slot of this.slots) {
      if (this.queue.length === 0) return;
      if (slot.worker === undefined) this.relaunch(slot);
      else if (slot.isReady && slot.assignment === undefined)
        this.assign(slot, slot.worker, this.queue.shift()!);
    }
  }

  private assign(slot: Slot, worker: Worker, assignment: Assignment): void {
    slot.assignment = assignment;
    worker.ref();
    worker.postMessage(assignment.job, [assignment.job.picture.data.buffer as ArrayBuffer]);
  }

  /** After a crash nobody waits for the start itself, so a failure is given to the first who waits for work. */
  private relaunch(slot: Slot): void {
    this.launch(slot).then(
      () => this.dispatch(),
      (error: unknown) => {
        this.queue.shift()?.settle(error instanceof CastlineError ? error : crashError(error));
        this.dispatch();
      },
    );
  }

  private launch(slot: Slot): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.program, { workerData: this.models });
      slot.worker = worker;
      let crash: unknown;
      worker.on('message', (answer: WorkerAnswer) => {
        if (slot.isReady) this.finish(slot, answer);
        else if (answer.kind === 'fault') {
          reject(toError(answer.fault));
          void worker.terminate();
        } else {
          slot.isReady = true;
          worker.unref();
          resolve();
        }
      });
      worker.on('error', (error) => (crash = error));
      worker.on('exit', (exitCode) => {
        Object.assign(slot, { worker: undefined, isReady: false });
        const error = this.isClosed ? closedError() : crashError(crash ?? `exit code ${exitCode}`);
        reject(error);
        this.finish(slot, error);
      });
    });
  }

  private finish(slot: Slot, outcome: WorkerAnswer | CastlineError): void {
    const { assignment, worker } = slot;
    slot.assignment = undefined;
    worker?.unref();
    const isFault = !(outcome instanceof CastlineError) && outcome.kind === 'fault';
    assignment?.settle(isFault ? toError(outcome.fault) : outcome);
    this.dispatch();
  }
}

const toError = ({ kind, code, message }: WorkerFault): CastlineError =>
  new CastlineError(kind, code, message);

const closedError = (): CastlineError =>
  new CastlineError(
    'cancelled',
    'INFERENCE.CLOSED',
    'the face recogniser was closed while pictures were waiting',
  );

function crashError(cause: unknown): CastlineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CastlineError(
    'transient',
    'INFERENCE.WORKER_CRASHED',
    `the inference worker died on this picture (${reason}); it is started again, so the picture may be tried once more`,
    {},
    { cause },
  );
}
