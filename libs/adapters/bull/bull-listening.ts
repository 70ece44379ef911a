import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue } from 'bull';
import type { Delivery, Listening } from '#ports/job-signal.port.js';
import { dropConnections, everythingTold } from './bull-connections.js';
import { serveTurn } from './tenant-turns.js';

/** Bull is told by an error that a job is to be delivered again. */
class DeliverAgain extends Error {
  constructor(readonly afterMs: number) {
    super(`again after ${afterMs} ms`);
    this.stack = '';
  }
}

/** Bull says so of a job that ended elsewhere while it was delivered here. */
const NOT_OURS = /^Missing (lock|key) for job/;

/** After a failed command nothing is taken to be heard for so long. */
const TROUBLE_MS = 3_000;
/** How long Bull may take to tell Redis of the last answers. */
const GOODBYE_MS = 2_000;

/** Name of the strategy below in a job's options. */
export const AGAIN = 'castline-again';

export const LISTENING_SETTINGS = {
  lockDuration: 60_000,
  stalledInterval: 30_000,
  // A stalled job is only delivered again, and its claim decides: how often a job may be run is for the table to say.
  maxStalledCount: 1_000_000,
  retryProcessDelay: 1_000,
  backoffStrategies: {
    [AGAIN]: (_attempts: number, error: Error) => (error instanceof DeliverAgain ? error.afterMs : 1_000),
  },
};

/** One worker's ear: a Bull queue of its own, whose every job is handed over and lives on as the answer says. */
export class BullListening implements Listening {
  private readonly unanswered = new Set<Promise<unknown>>();
  private lastTrouble = -Infinity;
  private isStopped = false;

  constructor(
    private readonly queue: Queue,
    concurrency: number,
    private readonly deliver: (job: Job) => Promise<Delivery>,
    private readonly onError: (error: unknown) => void,
  ) {
    queue.on('error', (error) => this.note(error));
    queue.on('lock-extension-failed', (_job: Job, error: Error) => this.note(error));
    queue.process(concurrency, (job) => this.handle(job)).catch((error: unknown) => this.note(error));
  }

  isHearing(): boolean {
    return this.queue.client.status === 'ready' && performance.now() - this.lastTrouble > TROUBLE_MS;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.queue.pause(true, true).catch(() => undefined); // it fails where Redis is away, and is deaf all the same
    while (this.unanswered.size > 0) await Promise.allSettled(this.unanswered);
    await Promise.race([everythingTold(this.queue), sleep(GOODBYE_MS, undefined, { ref: false })]);
    await dropConnections(this.queue);
  }

  private note(error: unknown): void {
    if (error instanceof Error && NOT_OURS.test(error.message)) return;
    this.lastTrouble = performance.now();
    if (!this.isStopped) this.onError(error);
  }

  private async handle(job: Job): Promise<void> {
    const answered = this.listened(this.deliver(job));
    await serveTurn(this.queue, job.opts.priority ?? 0).catch(() => undefined); // turns are a courtesy
    const delivery = await answered;
    if (delivery.outcome === 'again') throw new DeliverAgain(delivery.afterMs);
    if (delivery.outcome === 'parked') {
      await job.discard();
      throw Object.assign(new Error(delivery.reason), { stack: '' });
    }
  }

  /** Unanswered until it settles and no longer: waiting for what has settled already would let nothing else happen. */
  private listened(answer: Promise<Delivery>): Promise<Delivery> {
    this.unanswered.add(answer);
    const forget = () => this.unanswered.delete(answer);
    answer.then(forget, forget);
    return answer;
  }
}
