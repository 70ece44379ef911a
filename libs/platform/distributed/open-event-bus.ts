import { connectKafka } from '#adapters/kafka/connect-kafka.js';
import { ensureTopics } from '#adapters/kafka/ensure-topics.js';
import { KafkaCommandConsumer } from '#adapters/kafka/kafka-command-consumer.adapter.js';
import { KafkaEventPublisher } from '#adapters/kafka/kafka-event-publisher.adapter.js';
import type { Config } from '#config/config.js';
import { TOPICS } from '#contracts/events/topics.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { CommandConsumer } from '#ports/command-consumer.port.js';
import type { EventPublisher } from '#ports/event-publisher.port.js';

/** What the systems downstream are told through, and told by. */
export interface EventBus {
  readonly publisher: EventPublisher;
  readonly commands: CommandConsumer;
  /** Makes what is missing of the topics. Fails while nobody answers. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

const GROUP = 'castline';

/**
 * Nothing is connected yet.
 * @throws CastlineError `usage` KAFKA.NO_BROKERS
 */
export function openEventBus(config: Config, onError: (error: unknown) => void): EventBus {
  const { kafkaBrokers: brokers, kafkaTls: tls, kafkaUsername: username, kafkaPassword: password } = config;
  if (brokers.length === 0) {
    const message = 'the publisher needs Kafka: set CASTLINE_KAFKA_BROKERS to host:port';
    throw new CastlineError('usage', 'KAFKA.NO_BROKERS', message);
  }
  const login = username === '' ? undefined : { username, password };
  const kafka = connectKafka({ brokers, tls, login, onComplaint: onError });
  const publisher = new KafkaEventPublisher(kafka);
  const place = { topic: TOPICS.command, deadLetterTopic: TOPICS.deadCommand, group: GROUP };
  return {
    publisher,
    commands: new KafkaCommandConsumer(kafka, { ...place, onError }),
    prepare: () => ensureTopics(kafka, Object.values(TOPICS), config.kafkaPartitions),
    close: () => publisher.close(),
  };
}
