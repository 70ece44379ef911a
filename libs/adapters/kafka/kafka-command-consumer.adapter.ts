import { setTimeout as sleep } from 'node:timers/promises';
import { type Consumer, type EachBatchPayload, type Kafka, type KafkaMessage } from 'kafkajs';
import { CastlineError } from '#domain/errors/castline-error.js';
import { CommandConsumer, type CommandOutcome, type ReceivedCommand } from '#ports/command-consumer.port.js';
import { receivedOf } from './cloud-events.js';
import { DeadLetters } from './dead-letters.js';

export interface KafkaCommandConsumerOptions {
  readonly topic: string;
  readonly deadLetterTopic: string;
  /** Those of one group share the commands. */
  readonly group: string;
  readonly onError: (error: unknown) => void;
  /** Wait before a command is tried again; doubled up to `longestRetryMs`. */
  readonly retryMs?: number;
  readonly longestRetryMs?: number;
}

type Handle = (command: ReceivedCommand) => Promise<CommandOutcome>;

/** So many faults that are not of the moment, and a command is dead. */
const FAULTS = 5;
const HEARTBEAT_MS = 2_000;
const SESSION_MS = 30_000;
const FETCH_MS = 1_000;

/** Commands out of a topic, one after the other; the place in it is noted after each. */
export class KafkaCommandConsumer extends CommandConsumer {
  private readonly stopping = new AbortController();
  private readonly deadLetters: DeadLetters;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: KafkaCommandConsumerOptions,
  ) {
    super();
    this.deadLetters = new DeadLetters(kafka, options.deadLetterTopic);
  }

  async consume(handle: Handle): Promise<() => Promise<void>> {
    const ended = this.run(handle);
    return async () => {
      this.stopping.abort();
      await ended;
      await this.deadLetters.close();
    };
  }

  /** Kafka's client begins again by itself after most faults; after the others a new one begins. */
  private async run(handle: Handle): Promise<void> {
    while (!this.isStopping()) {
      const consumer = this.kafka.consumer({
        groupId: this.options.group,
        sessionTimeout: SESSION_MS,
        maxWaitTimeInMs: FETCH_MS, // so long a stop may have to wait
        allowAutoTopicCreation: false,
      });
      try {
        await this.runConsumer(consumer, handle);
      } catch (error) {
        this.options.onError(error);
      }
      await consumer.disconnect().catch(() => undefined);
      await this.pause(this.options.longestRetryMs ?? 10_000);
    }
  }

  /** Resolves when it is to stop; rejects with what the consumer crashed of. */
  private async runConsumer(consumer: Consumer, handle: Handle): Promise<void> {
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
    });
    crashed.catch(() => undefined);
    await consumer.connect();
    await consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      autoCommitThreshold: 1,
      eachBatch: (batch) => this.workBatch(batch, handle),
    });
    await Promise.race([crashed, abortOf(this.stopping.signal)]);
  }

  private async workBatch(payload: EachBatchPayload, handle: Handle): Promise<void> {
    const { batch } = payload;
    const place = { topic: batch.topic, partition: batch.partition };
    for (const message of batch.messages) {
      if (this.isStopping() || !payload.isRunning() || payload.isStale()) return;
      if (!(await this.settle(message, place, handle, () => payload.heartbeat()))) return;
      payload.resolveOffset(message.offset);
      await payload.commitOffsetsIfNecessary();
      await payload.heartbeat();
    }
  }

  /** False where it was told to stop before the command was dealt with: another, or the next start, deals with it. */
  private async settle(
    message: KafkaMessage,
    place: { readonly topic: string; readonly partition: number },
    handle: Handle,
    heartbeat: () => Promise<void>,
  ): Promise<boolean> {
    const { retryMs = 500, longestRetryMs = 10_000 } = this.options;
    let faults = 0;
    for (let wait = retryMs; !this.isStopping(); wait = Math.min(wait * 2, longestRetryMs)) {
      try {
        const result = faults < FAULTS ? await handle(receivedOf(message)) : givenUp(faults);
        if (result.outcome === 'dead') await this.deadLetters.bury(message, place, result.reason);
        return true;
      } catch (error) {
        this.options.onError(error);
        if (!(error instanceof CastlineError && error.kind === 'transient')) faults += 1;
      }
      for (let left = wait; left > 0 && !this.isStopping(); left -= HEARTBEAT_MS) {
        await this.pause(Math.min(left, HEARTBEAT_MS));
        await heartbeat();
      }
    }
    return false;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

function givenUp(faults: number): CommandOutcome {
  return { outcome: 'dead', reason: `obeying it failed ${faults} times` };
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
