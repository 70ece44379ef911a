import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { Gauge } from 'prom-client';
import { AnswerCommands } from '#pipeline/obey-commands/answer-commands.js';
import { EnqueueCommand } from '#pipeline/obey-commands/enqueue-command.js';
import { ObeyCommands } from '#pipeline/obey-commands/obey-commands.js';
import { PublishEvents } from '#pipeline/publish-events/publish-events.js';
import { repeat } from '#pipeline/repeat.js';
import type { EventBus } from '#platform/distributed/open-event-bus.js';
import { Metrics } from '#platform/operation/metrics.js';
import { ALL_JOBS, LOGGER } from '#platform/tokens.js';
import { Bookmarks } from '#ports/bookmarks.port.js';
import type { EventLog } from '#ports/event-log.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { Workspaces } from '#ports/workspaces.port.js';
import { ALL_EVENTS, EVENT_BUS } from './tokens.js';

const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Carries events out and commands in, for as long as the process lives. */
@Injectable()
export class EventRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly publishing: PublishEvents;
  private readonly answering: AnswerCommands;
  private readonly obeying: ObeyCommands;
  private readonly stops: (() => Promise<void>)[] = [];
  private isPrepared = false;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(EVENT_BUS) private readonly bus: EventBus,
    @Inject(ALL_EVENTS) events: EventLog,
    @Inject(ALL_JOBS) jobs: JobQueue,
    bookmarks: Bookmarks,
    workspaces: Workspaces,
    metrics: Metrics,
  ) {
    const { publisher } = bus;
    const onFault = (err: unknown): void => logger.error({ err }, 'an event is not what its contract says');
    this.publishing = new PublishEvents({ events, bookmarks, publisher, jobs, onFault });
    this.answering = new AnswerCommands({ jobs, bookmarks, publisher });
    this.obeying = new ObeyCommands(new EnqueueCommand(workspaces, jobs), publisher, this.answering);
    measureBacklog(this.publishing, metrics);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.repeat('events were not told', async () => (await this.publishing.step()) > 0);
    this.repeat('answers were not told', async () => {
      await this.answering.step();
      return false;
    });
    this.stops.push(await this.bus.commands.consume((command) => this.obeying.run(command)));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
    await this.bus.close();
  }

  private repeat(complaint: string, step: () => Promise<boolean>): void {
    const onError = (err: unknown): void => this.logger.warn({ err }, complaint);
    const prepared = async (): Promise<boolean> => {
      if (!this.isPrepared) await this.bus.prepare();
      this.isPrepared = true;
      return step();
    };
    this.stops.push(repeat(prepared, { pauseMs: PAUSE_MS, longestPauseMs: LONGEST_PAUSE_MS, onError }));
  }
}

function measureBacklog(publishing: PublishEvents, { registry }: Metrics): void {
  const oldest = new Gauge({
    name: 'castline_outbox_oldest_seconds',
    help: 'age of the first event that is not told yet, 0 when all are',
    registers: [registry],
  });
  new Gauge({
    name: 'castline_outbox_events',
    help: 'events that are not told yet; at most 200 are counted',
    registers: [registry],
    async collect() {
      const { events, oldestSeconds } = await publishing.backlog();
      this.set(events);
      oldest.set(oldestSeconds);
    },
  });
}
