import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import { CastlineError } from '#domain/errors/castline-error.js';

/** Copies of a topic where there are brokers enough. */
const REPLICAS = 3;
const TRIES = 25;
const WAIT_MS = 200;

/**
 * Makes the topics that are not there yet; those that are stay as their owner made them.
 * @throws CastlineError `transient` KAFKA.NO_TOPICS
 */
export async function ensureTopics(
  kafka: Kafka,
  topics: readonly string[],
  partitions: number,
): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const present = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !present.has(topic));
    if (missing.length === 0) return;
    const { brokers } = await admin.describeCluster();
    const shape = { numPartitions: partitions, replicationFactor: Math.min(REPLICAS, brokers.length) };
    await admin.createTopics({
      topics: missing.map((topic) => ({ topic, ...shape })),
      waitForLeaders: false,
    });
    await untilThere(admin, missing);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CastlineError(
      'transient',
      'KAFKA.NO_TOPICS',
      `the topics cannot be had: ${reason}`,
      {},
      { cause },
    );
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** A new topic is known to every broker only after a while; to ask too early is an error. */
async function untilThere(admin: Admin, topics: string[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await admin.fetchTopicMetadata({ topics });
      return;
    } catch (error) {
      if (tries >= TRIES) throw error;
      await sleep(WAIT_MS);
    }
  }
}
