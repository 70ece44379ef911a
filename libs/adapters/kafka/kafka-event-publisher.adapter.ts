import { type Kafka, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import { CastlineError } from '#domain/errors/castline-error.js';
import { type CloudEvent, EventPublisher } from '#ports/event-publisher.port.js';
import { messageOf } from './cloud-events.js';

/** A request stays well below what brokers take by default (1 MiB). */
const REQUEST_BYTES = 512 * 1024;

/**
 * Tells Kafka, one request after the other, each once the one before was kept by all replicas: only so is what has one
 * key told in its order. A producer that failed is never used again, as its state may be lost.
 */
export class KafkaEventPublisher extends EventPublisher {
  private producer: Promise<Producer> | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly kafka: Kafka) {
    super();
  }

  publish(events: readonly CloudEvent[]): Promise<void> {
    const told = this.turn.then(() => this.send(events));
    this.turn = told.catch(() => undefined);
    return told;
  }

  /** Waits for what is being told. */
  async close(): Promise<void> {
    await this.turn;
    await this.forget();
  }

  private async send(events: readonly CloudEvent[]): Promise<void> {
    try {
      this.producer ??= this.connect();
      const producer = await this.producer;
      for (const topicMessages of requestsOf(events)) await producer.sendBatch({ acks: -1, topicMessages });
    } catch (cause) {
      await this.forget();
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `Kafka did not take ${events.length} event(s): ${reason}; they are told again`;
      throw new CastlineError('transient', 'EVENTS.NOT_TOLD', message, {}, { cause });
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }

  private async forget(): Promise<void> {
    const producer = await this.producer?.catch(() => undefined);
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}

/** Cut into requests of a bearable size, in order. */
function requestsOf(events: readonly CloudEvent[]): TopicMessages[][] {
  const requests: Map<string, TopicMessages>[] = [];
  let bytes = Infinity;
  for (const event of events) {
    const message = messageOf(event);
    const size = Buffer.byteLength(String(message.value));
    if (bytes + size > REQUEST_BYTES) {
      requests.push(new Map());
      bytes = 0;
    }
    bytes += size;
    const request = requests.at(-1)!;
    const { messages } = request.get(event.topic) ?? { messages: [] };
    request.set(event.topic, { topic: event.topic, messages: [...messages, message] });
  }
  return requests.map((request) => [...request.values()]);
}
