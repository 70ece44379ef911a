import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Kafka } from 'kafkajs';
import { ensureTopics } from '#adapters/kafka/ensure-topics.js';
import { KafkaEventPublisher } from '#adapters/kafka/kafka-event-publisher.adapter.js';
import { TOPICS } from '#contracts/events/topics.js';
import { PublishEvents } from '#pipeline/publish-events/publish-events.js';
import { repeat } from '#pipeline/repeat.js';
import type { Bookmarks } from '#ports/bookmarks.port.js';
import type { CloudEvent } from '#ports/event-publisher.port.js';
import { makeEvent } from '../../factories/domain-event.factory.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import { eventually } from '../../contract/eventually.js';
import { errorWith } from '../../contract/error-with.js';
import { startKafka } from '../servers/start-kafka.js';
import type { TestServer } from '../servers/guarded-process.js';
import { makeCatalogue, makeTopic, quietKafka, TopicReader } from './kafka-bench.js';

function eventIn(topic: string, key: string, id: string): CloudEvent {
  const about = { source: '/test', type: 'test.v1', subject: key, time: '2026-01-02T03:04:05.000Z' };
  return { topic, key, id, ...about, extensions: {}, data: { id } };
}

/** Ids by key, in the order in which they lie in the topic, each as often as it was told. */
function idsByKey(messages: TopicReader['messages']): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { key, headers } of messages) ids.set(key, [...(ids.get(key) ?? []), headers['ce_id'] ?? '']);
  return ids;
}

describe('events in Kafka', () => {
  let server: TestServer;
  let kafka: Kafka;
  let publisher: KafkaEventPublisher;
  const closing: (() => Promise<void>)[] = [];
  before(async () => {
    server = await startKafka();
    kafka = quietKafka(server.url);
    publisher = new KafkaEventPublisher(kafka);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(async () => {
    await publisher.close();
    await server.stop();
  });

  async function read(...topics: string[]): Promise<TopicReader> {
    const reader = await new TopicReader(kafka).open(...topics);
    closing.push(() => reader.close());
    return reader;
  }

  async function fill(count: number) {
    const { catalogue, remove } = await makeCatalogue();
    closing.push(remove);
    const add = async (first: number, end: number): Promise<void> => {
      for (let number = first; number < end; number += 1) {
        const id = `ep-${number % 3}`;
        const event = makeEvent({
          id: `${id}-${number}`,
          episodeId: id,
          data: { name: 'n', sizeInBytes: 1 },
        });
        await catalogue.episodes.save(makeEpisode({ id }), [event]);
      }
    };
    await add(0, count);
    const ports = {
      events: catalogue.events,
      bookmarks: catalogue.bookmarks,
      publisher,
      jobs: { find: async () => undefined },
      onFault: (error: unknown) => assert.fail(String(error)),
    };
    return { catalogue, add, ports };
  }

  /** Each test has the topics anew. */
  async function emptyTopics(): Promise<void> {
    const admin = kafka.admin();
    await admin.connect();
    const present = (await admin.listTopics()).filter((topic) =>
      Object.values<string>(TOPICS).includes(topic),
    );
    if (present.length > 0) await admin.deleteTopics({ topics: present });
    await admin.disconnect();
    await ensureTopics(kafka, Object.values(TOPICS), 3);
  }

  it('of one key lie in the order in which they were told, however many are told at once', async () => {
    const topic = await makeTopic(kafka);
    const batches = Array.from({ length: 30 }, (_, batch) =>
      Array.from({ length: 10 }, (_, place) =>
        eventIn(topic, `key-${place % 4}`, String(batch * 10 + place)),
      ),
    );
    await Promise.all(batches.map((batch) => publisher.publish(batch)));
    const messages = await (await read(topic)).upTo(300);
    const byKey = idsByKey([...messages]);
    assert.equal(byKey.size, 4);
    for (const [key, ids] of byKey) {
      const numbers = ids.map(Number);
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
        `order of ${key}`,
      );
    }
  });

  it('carry CloudEvents headers, the trace, and what is too large by its address', async () => {
    await emptyTopics();
    const { catalogue, ports } = await fill(0);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const changes = { since: null, appeared: [{ id: 'ch_1', name: 'Alice' }], vanished: [], changed: [] };
    const data = { version: 1, scanKey: 's', galleryKey: 'g', changes };
    const event = makeEvent({ id: 'e-1', type: 'timeline.published.v1', data, traceparent });
    await catalogue.episodes.save(makeEpisode(), [event]);
    assert.equal(await new PublishEvents(ports).step(), 1);
    const [message] = await (await read(TOPICS.timeline)).upTo(1);
    assert.equal(message?.key, 'ep-1');
    assert.deepEqual(message.headers, {
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_source: '/castline/tenants/default',
      ce_type: 'timeline.published.v1',
      ce_subject: 'ep-1',
      ce_time: event.time,
      ce_tenant: 'default',
      ce_partitionkey: 'ep-1',
      'content-type': 'application/json',
      traceparent,
    });
    const links = { timeline: '/api/v1/episodes/ep-1/timeline', exports: '/api/v1/episodes/ep-1/exports' };
    assert.deepEqual(message.data, { episodeId: 'ep-1', ...data, links });
  });

  it('are told again under the same ids after a crash between telling and noting, and none is missing', async () => {
    await emptyTopics();
    const { ports, add } = await fill(40);
    const crashing: Bookmarks = {
      ...ports.bookmarks,
      find: async () => 0,
      move: () => Promise.reject(new Error('crash')),
    };
    await assert.rejects(new PublishEvents({ ...ports, bookmarks: crashing }).step(), /crash/);
    await add(40, 50);
    const next = new PublishEvents(ports);
    assert.equal(await next.step(), 50);
    assert.equal(await next.step(), 0);
    const messages = await (await read(TOPICS.episode)).upTo(50);
    assert.ok(messages.length > 50);
    for (const [key, ids] of idsByKey([...messages])) {
      const own = Array.from({ length: 50 }, (_, n) => n).filter((n) => key === `ep-${n % 3}`);
      const first = [...new Set(ids)];
      assert.deepEqual(
        first,
        own.map((n) => `${key}-${n}`),
      );
    }
  });

  it('are not told twice by two publishers that take turns', async () => {
    await emptyTopics();
    const { ports, add } = await fill(5);
    const [one, other] = [new PublishEvents(ports), new PublishEvents(ports)];
    assert.equal(await one.step(), 5);
    assert.equal(await other.step(), 0);
    await add(5, 8);
    assert.equal(await other.step(), 3);
    await one.step(); // tells them again, and hears that it is behind
    await add(8, 9);
    assert.equal(await one.step(), 1);
    assert.equal((await one.backlog()).events, 0);
  });

  it('wait while the broker is down, and drain in order once it is back', async () => {
    await emptyTopics();
    const { ports, add } = await fill(10);
    const errors: unknown[] = [];
    const publishing = new PublishEvents(ports);
    const options = { pauseMs: 20, longestPauseMs: 500, onError: (error: unknown) => errors.push(error) };
    const stop = repeat(async () => (await publishing.step()) > 0, options);
    closing.push(stop);
    await eventually('the first are told', async () => (await publishing.backlog()).events === 0);
    await server.kill();
    await add(10, 40);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const { events, oldestSeconds } = await publishing.backlog();
    assert.equal(events, 30);
    assert.ok(oldestSeconds > 0);
    await server.restart();
    await add(40, 45);
    const messages = await (await read(TOPICS.episode)).upTo(45);
    for (const [key, ids] of idsByKey([...messages])) {
      const own = Array.from({ length: 45 }, (_, n) => n).filter((n) => key === `ep-${n % 3}`);
      assert.deepEqual(
        [...new Set(ids)],
        own.map((n) => `${key}-${n}`),
      );
    }
    for (const error of errors) assert.ok(errorWith('transient', 'EVENTS.NOT_TOLD')(error));
  });
});
