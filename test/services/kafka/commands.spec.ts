import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import { ensureTopics } from '#adapters/kafka/ensure-topics.js';
import { KafkaCommandConsumer } from '#adapters/kafka/kafka-command-consumer.adapter.js';
import { KafkaEventPublisher } from '#adapters/kafka/kafka-event-publisher.adapter.js';
import { TOPICS } from '#contracts/events/topics.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { AnswerCommands } from '#pipeline/obey-commands/answer-commands.js';
import { EnqueueCommand } from '#pipeline/obey-commands/enqueue-command.js';
import { ObeyCommands } from '#pipeline/obey-commands/obey-commands.js';
import { repeat } from '#pipeline/repeat.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import type { CommandOutcome, ReceivedCommand } from '#ports/command-consumer.port.js';
import { EmbeddedWorkspaces } from '#platform/embedded/embedded-workspaces.js';
import type { MediaStore } from '#ports/media-store.port.js';
import { eventually } from '../../contract/eventually.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import type { TestServer } from '../servers/guarded-process.js';
import { startKafka } from '../servers/start-kafka.js';
import { makeCatalogue, makeTopic, quietKafka, TopicReader } from './kafka-bench.js';

const OBEYED: CommandOutcome = { outcome: 'obeyed' };

describe('commands from Kafka', () => {
  let server: TestServer;
  let kafka: Kafka;
  let producer: Producer;
  const closing: (() => Promise<void>)[] = [];
  before(async () => {
    server = await startKafka();
    kafka = quietKafka(server.url);
    producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await ensureTopics(kafka, Object.values(TOPICS), 2);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(async () => {
    await producer.disconnect();
    await server.stop();
  });

  function send(topic: string, id: string, type: string, data: unknown): Promise<unknown> {
    const value = typeof data === 'string' ? data : JSON.stringify(data);
    const headers = { ce_specversion: '1.0', ce_id: id, ce_source: '/test', ce_type: type };
    return producer.send({ topic, acks: -1, messages: [{ key: 'ep-1', value, headers }] });
  }

  /** Commands of a topic of its own. */
  async function makeLine() {
    const [topic, deadLetterTopic] = [await makeTopic(kafka, 1), await makeTopic(kafka, 1)];
    const errors: unknown[] = [];
    const place = { topic, deadLetterTopic, group: randomUUID(), retryMs: 10, longestRetryMs: 20 };
    const consume = async (handle: (command: ReceivedCommand) => Promise<CommandOutcome>) => {
      const onError = (error: unknown): void => void errors.push(error);
      return new KafkaCommandConsumer(kafka, { ...place, onError }).consume(handle);
    };
    return { topic, deadLetterTopic, errors, consume };
  }

  it('are handed over in order, and not again to the next process', async () => {
    const { topic, consume } = await makeLine();
    for (const id of ['1', '2', '3']) await send(topic, id, 'x', {});
    const seen: (string | undefined)[] = [];
    const note = async ({ id }: ReceivedCommand) => {
      seen.push(id);
      return OBEYED;
    };
    const stop = await consume(note);
    await eventually('three came', () => seen.length === 3);
    await stop();
    closing.push(await consume(note));
    await send(topic, '4', 'x', {});
    await eventually('the fourth came', () => seen.includes('4'));
    assert.deepEqual(seen, ['1', '2', '3', '4']);
  });

  it('are handed over again after a fault of the moment, those behind them waiting', async () => {
    const { topic, deadLetterTopic, errors, consume } = await makeLine();
    for (const id of ['1', '2']) await send(topic, id, 'x', {});
    const seen: (string | undefined)[] = [];
    closing.push(
      await consume(async ({ id }) => {
        seen.push(id);
        if (seen.length < 8) throw new CastlineError('transient', 'TEST.AWAY', 'later');
        return OBEYED;
      }),
    );
    await eventually('the second came', () => seen.includes('2'));
    assert.deepEqual(seen, [...Array.from({ length: 8 }, () => '1'), '2']);
    assert.equal(errors.length, 7);
    await send(deadLetterTopic, 'end', 'x', {});
    const reader = await new TopicReader(kafka).open(deadLetterTopic);
    closing.push(() => reader.close());
    assert.equal((await reader.upTo(1))[0]?.headers['ce_id'], 'end');
  });

  it('that can not be obeyed are put aside as they came, with the reason, and let the others pass', async () => {
    const { topic, deadLetterTopic, consume } = await makeLine();
    await send(topic, 'poison', 'x', '{"half":');
    await send(topic, 'bug', 'x', {});
    await send(topic, 'good', 'x', {});
    const seen: (string | undefined)[] = [];
    closing.push(
      await consume(async ({ id, data }) => {
        seen.push(id);
        if (data === undefined) return { outcome: 'dead', reason: 'no JSON' };
        if (id === 'bug') throw new TypeError('oops');
        return OBEYED;
      }),
    );
    await eventually('the good one came', () => seen.includes('good'));
    assert.deepEqual(seen, ['poison', 'bug', 'bug', 'bug', 'bug', 'bug', 'good']);
    const reader = await new TopicReader(kafka).open(deadLetterTopic);
    closing.push(() => reader.close());
    const [poison, bug] = await reader.upTo(2);
    assert.equal(poison?.data, '{"half":');
    assert.equal(poison.key, 'ep-1');
    assert.equal(poison.headers['ce_id'], 'poison');
    assert.equal(poison.headers['castline-dead-reason'], 'no JSON');
    assert.equal(poison.headers['castline-dead-topic'], topic);
    assert.equal(poison.headers['castline-dead-offset'], '0');
    assert.match(bug?.headers['castline-dead-reason'] ?? '', /failed 5 times/);
  });

  it('become jobs and are answered by their id: accepted and done or failed, refused, dead', async () => {
    const { catalogue, remove } = await makeCatalogue();
    closing.push(remove);
    await catalogue.episodes.save(makeEpisode());
    const jobs = new LeasedJobQueue(catalogue.jobs, { pollMs: 20 });
    closing.push(() => jobs.close());
    const publisher = new KafkaEventPublisher(kafka);
    closing.push(() => publisher.close());
    const workspaces = new EmbeddedWorkspaces(catalogue, undefined as unknown as MediaStore);
    const answering = new AnswerCommands({ jobs, bookmarks: catalogue.bookmarks, publisher });
    const obeying = new ObeyCommands(new EnqueueCommand(workspaces, jobs), publisher, answering);
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const place = { topic: TOPICS.command, deadLetterTopic: TOPICS.deadCommand, group: 'castline', onError };
    closing.push(await new KafkaCommandConsumer(kafka, place).consume((command) => obeying.run(command)));
    const step = async (): Promise<boolean> => {
      await answering.step();
      return false;
    };
    closing.push(repeat(step, { pauseMs: 20, longestPauseMs: 20, onError }));
    await jobs.work('episode.analyze', async ({ job }) => {
      if (job.payload['castId'] !== null) throw new CastlineError('bad-media', 'MEDIA.EMPTY', 'empty');
    });
    const analyze = (id: string, data: object) => send(TOPICS.command, id, 'episode.analyze.v1', data);
    await analyze('good', { episodeId: 'ep-1' });
    await analyze('good', { episodeId: 'ep-1' });
    await analyze('elsewhere', { episodeId: 'ep-9' });
    await analyze('no-cast', { episodeId: 'ep-1', castId: 'cast-9' });
    await analyze('unknown-field', { episodeId: 'ep-1', speed: 11 });
    await send(TOPICS.command, 'unseen', 'clip.cut.v1', { episodeId: 'ep-1', query: 'alice' });
    await send(TOPICS.command, 'unheard', 'episode.praise.v1', { episodeId: 'ep-1' });
    const answers = await new TopicReader(kafka).open(TOPICS.answer);
    closing.push(() => answers.close());
    await answers.upTo(5);
    const dead = await new TopicReader(kafka).open(TOPICS.deadCommand);
    closing.push(() => dead.close());
    const told = new Set((await dead.upTo(2)).map(({ headers }) => headers['ce_id']));
    assert.deepEqual([...told].sort(), ['unheard', 'unknown-field']);
    const byId = new Map(answers.messages.map(({ headers, data }) => [headers['ce_id'], { headers, data }]));
    assert.deepEqual([...byId.keys()].sort(), [
      'command.accepted.v1:good',
      'command.done.v1:good',
      'command.refused.v1:elsewhere',
      'command.refused.v1:no-cast',
      'command.refused.v1:unseen',
    ]);
    assert.equal((await jobs.list()).length, 1, 'a command that comes twice is one job');
    assert.equal(byId.get('command.done.v1:good')?.headers['ce_commandid'], 'good');
    const { code } = byId.get('command.refused.v1:unseen')?.data as { code: string };
    assert.equal(code, 'TIMELINE.MISSING');
    assert.deepEqual(errors, []);
  });
});
