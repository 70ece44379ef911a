import { type Kafka, type KafkaMessage, Partitioners, type Producer } from 'kafkajs';
import { CastlineError } from '#domain/errors/castline-error.js';

/** A topic of messages that could not be worked, each as it came, with where it came from and why it lies here. */
export class DeadLetters {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
  ) {}

  /** @throws CastlineError `transient` COMMAND.NOT_BURIED */
  async bury(
    { key, value, headers, offset }: KafkaMessage,
    { topic, partition }: { readonly topic: string; readonly partition: number },
    reason: string,
  ): Promise<void> {
    const whence = {
      'castline-dead-reason': reason,
      'castline-dead-topic': topic,
      'castline-dead-partition': String(partition),
      'castline-dead-offset': offset,
      'castline-dead-time': new Date().toISOString(),
    };
    const message = { key, value, headers: { ...headers, ...whence } };
    try {
      this.producer ??= this.connect();
      await (await this.producer).send({ topic: this.topic, acks: -1, messages: [message] });
    } catch (cause) {
      await this.close();
      const text = 'a dead command could not be put aside';
      throw new CastlineError('transient', 'COMMAND.NOT_BURIED', text, {}, { cause });
    }
  }

  async close(): Promise<void> {
    const producer = await this.producer?.catch(() => undefined);
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }
}
