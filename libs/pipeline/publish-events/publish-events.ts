import { EVENT_CONTRACTS } from '#contracts/events/event-data.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Bookmarks } from '#ports/bookmarks.port.js';
import type { EventLog, LoggedEvent } from '#ports/event-log.port.js';
import type { CloudEvent, EventPublisher } from '#ports/event-publisher.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { commandOf } from '../obey-commands/job-of-command.js';
import { cloudEventOf } from './cloud-event-of.js';

const BATCH = 200;
const BOOKMARK = 'kafka';

export interface PublishEventsPorts {
  readonly events: EventLog;
  readonly bookmarks: Bookmarks;
  readonly publisher: EventPublisher;
  readonly jobs: Pick<JobQueue, 'find'>;
  /** Told of what was published although its body is not what the contract says. */
  readonly onFault: (error: unknown) => void;
}

export interface Backlog {
  /** Events that wait to be told; at most `BATCH` are counted. */
  readonly events: number;
  /** Age of the first of them; 0 where none waits. */
  readonly oldestSeconds: number;
}

/**
 * Tells the event log to the systems downstream, in its order. Where it got to is noted after what was told was kept, so
 * that a crash between the two tells some events twice, under their ids, and none never. Two of these at once do no more
 * harm than that.
 */
export class PublishEvents {
  private position: number | undefined;

  constructor(private readonly ports: PublishEventsPorts) {}

  /** Tells the next events; returns how many. */
  async step(): Promise<number> {
    const { events, bookmarks, publisher } = this.ports;
    this.position ??= await bookmarks.find(BOOKMARK);
    const logged = await events.readAfter(this.position, BATCH);
    const last = logged.at(-1);
    if (!last) return 0;
    const told: CloudEvent[] = [];
    for (const entry of logged) told.push(await this.describe(entry));
    await publisher.publish(told);
    const isOurs = await bookmarks.move(BOOKMARK, this.position, last.position);
    this.position = isOurs ? last.position : undefined;
    return logged.length;
  }

  async backlog(): Promise<Backlog> {
    const { events, bookmarks } = this.ports;
    const waiting = await events.readAfter(await bookmarks.find(BOOKMARK), BATCH);
    const [oldest] = waiting;
    const oldestSeconds = oldest ? Math.max(0, Date.now() - Date.parse(oldest.event.time)) / 1000 : 0;
    return { events: waiting.length, oldestSeconds };
  }

  private async describe(logged: LoggedEvent): Promise<CloudEvent> {
    const { jobId } = logged.event.data;
    const job = typeof jobId === 'string' ? await this.ports.jobs.find(jobId) : undefined;
    const told = cloudEventOf(logged, job && commandOf(job)?.id);
    const { success, error } = EVENT_CONTRACTS[logged.event.type].data.safeParse(told.data);
    // an event is told in any case: readers can leave it, but they could not ask for it
    if (!success) this.ports.onFault(unlikeContract(told, error.message));
    return told;
  }
}

function unlikeContract({ id }: CloudEvent, detail: string): CastlineError {
  const message = `the event ${id} was told, but is not what its contract says: ${detail}`;
  return new CastlineError('internal', 'EVENTS.UNLIKE_CONTRACT', message, { id });
}
