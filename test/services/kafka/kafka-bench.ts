import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IHeaders, Kafka } from 'kafkajs';
import { connectKafka } from '#adapters/kafka/connect-kafka.js';
import { ensureTopics } from '#adapters/kafka/ensure-topics.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { eventually } from '../../contract/eventually.js';

export interface ReadMessage {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
}

/** A client that keeps what it complains about to itself: brokers are killed here. */
export function quietKafka(broker: string): Kafka {
  return connectKafka({ brokers: [broker], onComplaint: () => undefined });
}

/** A topic of its own, empty. */
export async function makeTopic(kafka: Kafka, partitions = 3): Promise<string> {
  const topic = `test.${randomUUID()}`;
  await ensureTopics(kafka, [topic], partitions);
  return topic;
}

/** Everything in the topic from its beginning, as far as it has come; `upTo` waits until there are so many. */
export class TopicReader {
  readonly messages: ReadMessage[] = [];
  private readonly consumer;

  constructor(kafka: Kafka) {
    this.consumer = kafka.consumer({
      groupId: randomUUID(),
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 200,
    });
  }

  async open(...topics: string[]): Promise<this> {
    await this.consumer.connect();
    // a broker that was just started does not know its topics yet
    await eventually('the topics are there', () =>
      this.consumer.subscribe({ topics, fromBeginning: true }).then(
        () => true,
        () => false,
      ),
    );
    await this.consumer.run({
      eachMessage: async ({ message: { key, headers, value } }) => {
        const data: unknown = parsed(value?.toString() ?? '');
        this.messages.push({ key: key?.toString() ?? '', headers: textsOf(headers ?? {}), data });
      },
    });
    return this;
  }

  /** Events that were told twice count once. */
  async upTo(count: number): Promise<readonly ReadMessage[]> {
    const ids = (): Set<unknown> =>
      new Set(this.messages.map(({ headers, data }) => headers['ce_id'] ?? data));
    return eventually(`${count} messages`, () => ids().size >= count && this.messages);
  }

  close(): Promise<void> {
    return this.consumer.disconnect();
  }
}

/** A catalogue in a folder of its own. */
export async function makeCatalogue(): Promise<{ catalogue: Catalogue; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'castline-kafka-test-'));
  const catalogue = await openCatalogue({ folder });
  const remove = async (): Promise<void> => {
    await catalogue.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { catalogue, remove };
}

function textsOf(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
