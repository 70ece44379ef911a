import type { AnswerType } from '#contracts/events/command.contract.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import type { Bookmarks } from '#ports/bookmarks.port.js';
import type { EventPublisher } from '#ports/event-publisher.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { answerOf } from './answer-of.js';
import { commandOf } from './job-of-command.js';

/** Until when, in milliseconds since 1970, every command whose job had ended was answered. */
const BOOKMARK = 'answers';
/** Clocks of several machines agree this far; an answer that is told twice has the same id. */
const CLOCKS_APART_MS = 60_000;
const NOTE_EVERY_MS = 10_000;
/** Where the results of a kind of job lie, below its episode; others make its timeline. */
const RESULTS: Readonly<Partial<Record<JobKind, string>>> = {
  'clip.cut': 'clips',
  'reel.make': 'reels',
  'sticker.make': 'stickers',
};

export interface AnswerCommandsPorts {
  readonly jobs: Pick<JobQueue, 'find' | 'list'>;
  readonly bookmarks: Bookmarks;
  readonly publisher: EventPublisher;
}

/** Tells the sender of every accepted command how its job ended, whoever worked it and whoever died meanwhile. */
export class AnswerCommands {
  private readonly open = new Set<string>();
  private answeredUntil: number | undefined;

  constructor(
    private readonly ports: AnswerCommandsPorts,
    private readonly wallClock: () => number = Date.now,
  ) {}

  /** Its end will be told. */
  follow({ id }: Job): void {
    this.open.add(id);
  }

  /** Tells the ends that have come. Of the jobs that were followed before a crash, the first step finds them all. */
  async step(): Promise<void> {
    const now = this.wallClock();
    this.answeredUntil ??= await this.recall();
    for (const id of this.open) {
      const job = await this.ports.jobs.find(id);
      if (job && !hasEnded(job)) continue;
      if (job) await this.answer(job);
      this.open.delete(id);
    }
    if (now - this.answeredUntil < NOTE_EVERY_MS) return;
    const isOurs = await this.ports.bookmarks.move(BOOKMARK, this.answeredUntil, now);
    this.answeredUntil = isOurs ? now : undefined;
  }

  private async recall(): Promise<number> {
    const until = await this.ports.bookmarks.find(BOOKMARK);
    for (const job of await this.ports.jobs.list()) {
      const mayBeUnanswered = !hasEnded(job) || Date.parse(job.updatedAt) >= until - CLOCKS_APART_MS;
      if (commandOf(job) && mayBeUnanswered) this.follow(job);
    }
    return until;
  }

  private async answer(job: Job): Promise<void> {
    const command = commandOf(job);
    if (!command) return;
    const { tenant, episodeId, payload } = job;
    const traceparent = typeof payload['traceparent'] === 'string' ? payload['traceparent'] : undefined;
    const { type, facts } = endOf(job);
    const answered = { ...command, tenant, episodeId, traceparent };
    await this.ports.publisher.publish([answerOf(type, answered, { jobId: job.id, ...facts })]);
  }
}

function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

function endOf(job: Job): { type: AnswerType; facts: Readonly<Record<string, unknown>> } {
  const { state, failure, kind, episodeId } = job;
  if (state === 'done') {
    const result = `/api/v1/episodes/${encodeURIComponent(episodeId)}/${RESULTS[kind] ?? 'timeline'}`;
    return { type: 'command.done.v1', facts: { links: { result } } };
  }
  const cancelled = { code: 'JOB.CANCELLED', message: 'the job was cancelled' };
  return { type: 'command.failed.v1', facts: failure ?? cancelled };
}
