import { once } from 'node:events';
import type { Job as BullJob, JobOptions, Queue, QueueOptions } from 'bull';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import { type Announcement, type Delivery, JobSignal, type Listening } from '#ports/job-signal.port.js';
import { dropConnections, openListeningQueue, openQueue } from './bull-connections.js';
import { AGAIN, BullListening, LISTENING_SETTINGS } from './bull-listening.js';
import { redisOptionsOf } from './redis-options.js';
import { takeTurn } from './tenant-turns.js';

export interface BullJobSignalOptions {
  readonly url: string;
  /** Before every key; the braces keep a queue's keys together in a Redis cluster. */
  readonly prefix?: string;
  /** Told of what fails where nobody waits for it: a process warning by default. */
  readonly onError?: (error: unknown) => void;
}

/** How long the first connection may take before an announcement is given up. */
const CONNECT_MS = 2_000;
const COMMAND_MS = 10_000;
/** Bull says so of a job that a worker holds, or held a moment ago. */
const IN_HANDS = /^Could not remove job/;
/** Parked jobs that are kept for people to look at. */
const PARKED = 1_000;

/**
 * A Bull queue per kind of job. Redis holds ids, tenants, turns and progress, and of all that nothing that the job table
 * could not give again; Bull's own retrying and its search for stalled jobs only deliver an id once more.
 */
export class BullJobSignal extends JobSignal {
  private readonly queues = new Map<JobKind, Queue>();
  private readonly delivered = new Map<string, BullJob>();
  private readonly prefix: string;
  private readonly redis: ReturnType<typeof redisOptionsOf>;
  private readonly onError: (error: unknown) => void;
  private isClosed = false;

  constructor({ url, prefix = '{castline}', onError = warn }: BullJobSignalOptions) {
    super();
    this.redis = { ...redisOptionsOf(url), commandTimeout: COMMAND_MS };
    this.prefix = prefix;
    this.onError = (error) => {
      if (!this.isClosed) onError(error);
    };
  }

  async announce(job: Announcement, afterMs = 0): Promise<void> {
    await this.tell(job.kind, (queue) => addTo(queue, job, afterMs));
  }

  async withdraw({ id, kind }: Announcement): Promise<void> {
    await this.tell(kind, (queue) => removeFrom(queue, id));
  }

  async show({ id, kind, progress }: Job): Promise<void> {
    const delivered = this.delivered.get(id);
    if (delivered) await this.tell(kind, () => delivered.progress(progress));
  }

  listen(kind: JobKind, concurrency: number, deliver: (id: string) => Promise<Delivery>): Listening {
    const queue = openListeningQueue(kind, this.options());
    return new BullListening(queue, concurrency, (job) => this.handOver(job, deliver), this.onError);
  }

  async remind(
    kind: JobKind,
    waiting: () => Promise<readonly Announcement[]>,
    periodMs: number,
  ): Promise<number> {
    const told = await this.tell(kind, async (queue) => {
      const isOurTurn = await queue.client.set(queue.toKey('reminded'), 1, 'PX', Math.ceil(periodMs), 'NX');
      if (isOurTurn === null) return 0;
      const known = await knownIds(queue);
      const lost = (await waiting()).filter(({ id }) => !known.has(id));
      for (const job of lost) {
        await removeFrom(queue, job.id); // it may lie among those that Bull gave up by itself
        await addTo(queue, job);
      }
      return lost.length;
    });
    return told ?? 0;
  }

  /** How many jobs wait for a worker. */
  async depth(kind: JobKind): Promise<number> {
    return (await this.reach(kind)).getWaitingCount();
  }

  /** Drops the connections. Workers are stopped before; what is still being said may be lost, as anything here may. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.queues.values()].map(dropConnections));
    this.queues.clear();
  }

  private async tell<T>(kind: JobKind, say: (queue: Queue) => Promise<T>): Promise<T | undefined> {
    if (this.isClosed) return undefined;
    try {
      return await say(await this.reach(kind));
    } catch (error) {
      if (this.isClosed) return undefined;
      throw error;
    }
  }

  private async handOver(job: BullJob, deliver: (id: string) => Promise<Delivery>): Promise<Delivery> {
    const id = String(job.id);
    this.delivered.set(id, job);
    try {
      return await deliver(id);
    } finally {
      this.delivered.delete(id);
    }
  }

  private options(): QueueOptions {
    return { redis: this.redis, prefix: this.prefix, settings: LISTENING_SETTINGS };
  }

  /** @throws CastlineError `transient` REDIS.AWAY */
  private async reach(kind: JobKind): Promise<Queue> {
    let queue = this.queues.get(kind);
    if (!queue) {
      queue = openQueue(kind, this.options());
      queue.on('error', () => undefined); // the command that fails says so to its caller
      this.queues.set(kind, queue);
    }
    const { client } = queue;
    if (client.status === 'ready') return queue;
    try {
      if (!['wait', 'connecting', 'connect'].includes(client.status)) throw new Error(client.status);
      await once(client, 'ready', { signal: AbortSignal.timeout(CONNECT_MS) });
    } catch (cause) {
      const where = `${this.redis.host}:${this.redis.port}`;
      const message = `Redis cannot be reached at ${where}; jobs are found by polling meanwhile`;
      throw new CastlineError('transient', 'REDIS.AWAY', message, {}, { cause });
    }
    return queue;
  }
}

async function addTo(queue: Queue, { id, tenant }: Announcement, afterMs = 0): Promise<void> {
  const options: JobOptions = {
    jobId: id,
    priority: await takeTurn(queue, tenant),
    delay: afterMs,
    attempts: Number.MAX_SAFE_INTEGER,
    backoff: { type: AGAIN },
    removeOnComplete: true,
    removeOnFail: PARKED,
    stackTraceLimit: 1,
  };
  await queue.add({ tenant }, options);
}

/** Whatever is delivered, will be, or is being worked on. */
async function knownIds(queue: Queue): Promise<Set<string>> {
  const lists = await Promise.all([
    ...['wait', 'paused', 'active'].map((list) => queue.client.lrange(queue.toKey(list), 0, -1)),
    queue.client.zrange(queue.toKey('delayed'), 0, -1),
  ]);
  return new Set(lists.flat());
}

/** Leaves a job that is being worked on: its worker hears from the table. */
async function removeFrom(queue: Queue, id: string): Promise<void> {
  const job = await queue.getJob(id);
  await job?.remove().catch((error: unknown) => {
    if (!(error instanceof Error && IN_HANDS.test(error.message))) throw error;
  });
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error), 'CastlineSignalWarning');
}
