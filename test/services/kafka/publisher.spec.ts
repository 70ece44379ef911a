import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Kafka, Partitioners } from 'kafkajs';
import { ANSWER_CONTRACTS } from '#contracts/events/command.contract.js';
import { EVENT_CONTRACTS } from '#contracts/events/event-data.contract.js';
import { TOPICS } from '#contracts/events/topics.js';
import { eventually } from '../../contract/eventually.js';
import { PROJECT, Workplace } from '../../fixtures/processes/castline-cli.js';
import { CastlineServer, startServer } from '../../fixtures/processes/castline-server.js';
import { makeMarkedFilm, makeMarkPicture } from '../../fixtures/videos/marked-film.js';
import { freePort, type TestServer } from '../servers/guarded-process.js';
import { startKafka } from '../servers/start-kafka.js';
import { quietKafka, TopicReader } from './kafka-bench.js';

const CONTRACTS: Readonly<Record<string, { data: { parse(data: unknown): unknown } }>> = {
  ...EVENT_CONTRACTS,
  ...ANSWER_CONTRACTS,
};

describe('the publisher', () => {
  let broker: TestServer;
  let kafka: Kafka;
  let place: Workplace;
  let server: CastlineServer;
  let publisher: CastlineServer;
  let episodeId: string;
  let reader: TopicReader;

  before(async () => {
    broker = await startKafka();
    kafka = quietKafka(broker.url);
    place = await Workplace.open();
    server = await startServer(place);
    publisher = startPublisher(await freePort());
    await eventually('the publisher is ready', async () => (await ready()) === 200);
    reader = new TopicReader(kafka);
  });
  after(async () => {
    await reader.close();
    await place.close();
    await broker.stop();
  });

  function startPublisher(port: number): CastlineServer {
    const settings = {
      CASTLINE_PORT: String(port),
      CASTLINE_LOG_LEVEL: 'warn',
      CASTLINE_KAFKA_BROKERS: broker.url,
    };
    const program = join(PROJECT, 'dist/src/publisher/main.js');
    const env = place.environment(settings);
    const child = place.adopt(
      spawn(process.execPath, [program], { cwd: place.folder, env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    let heard = '';
    for (const pipe of [child.stdout, child.stderr])
      pipe.setEncoding('utf8').on('data', (text: string) => (heard += text));
    return new CastlineServer(child, `http://127.0.0.1:${port}`, () => heard);
  }

  const ready = (): Promise<number> =>
    publisher.ask('/readyz').then(
      ({ status }) => status,
      () => 0,
    );

  const typesOf = (): (string | undefined)[] => reader.messages.map(({ headers }) => headers['ce_type']);

  async function command(id: string, type: string, data: object): Promise<void> {
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const headers = { ce_specversion: '1.0', ce_id: id, ce_source: '/test', ce_type: type };
    const message = { key: episodeId, value: JSON.stringify(data), headers };
    await producer.send({ topic: TOPICS.command, messages: [message] });
    await producer.disconnect();
  }

  it('tells what happens to an episode, a cast and a timeline, each as its contract says', async () => {
    const cast = await server.post('casts', { name: 'my cast' });
    const castId = String(cast.body['id']);
    const picture = readFileSync(makeMarkPicture(place.path('red.png'), ['red']));
    await server.fetch(`casts/${castId}/pictures?character=Ruby`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: picture,
    });
    const film = readFileSync(makeMarkedFilm(place.path('film.mp4')));
    const { headers } = await server.upload(film, { filename: 'film.mp4', castId });
    episodeId = headers.get('Castline-Episode') ?? '';
    assert.notEqual(episodeId, '');
    await reader.open(...Object.values(TOPICS).filter((topic) => topic !== TOPICS.command));
    // each topic has its order; among topics there is none
    for (const type of ['episode.uploaded', 'episode.analyzed', 'timeline.published', 'character.changed'])
      await eventually(`${type} is told`, () => typesOf().includes(`${type}.v1`));
    for (const { headers, data } of reader.messages) CONTRACTS[headers['ce_type'] ?? '']?.data.parse(data);
    const keys = reader.messages.map(({ key }) => key);
    assert.deepEqual(new Set(keys), new Set([castId, episodeId]));
  });

  it('obeys a command to cut clips and answers with its id; the clips are told', async () => {
    await command('cut-1', 'clip.cut.v1', { episodeId, query: 'Ruby' });
    await eventually('the command is done', () => typesOf().includes('command.done.v1'));
    await eventually('a clip is told', () => typesOf().includes('clip.ready.v1'));
    const answers = reader.messages.filter(({ headers }) => headers['ce_commandid'] === 'cut-1');
    assert.deepEqual(
      answers.map(({ headers }) => headers['ce_type']),
      ['command.accepted.v1', 'command.done.v1'],
    );
    const clip = reader.messages.find(({ headers }) => headers['ce_type'] === 'clip.ready.v1');
    const { links } = EVENT_CONTRACTS['clip.ready.v1'].data.parse(clip?.data);
    assert.equal((await server.fetch(links.media)).status, 200);
  });

  it('lets the example keep a folder of OTIO files', async () => {
    const folder = place.path('timelines');
    const example = join(PROJECT, 'examples/timelines-to-otio.mjs');
    const url = server.url;
    place.adopt(spawn(process.execPath, [example, broker.url, url, folder], { stdio: 'ignore' }));
    const file = join(folder, `${episodeId}.otio`);
    await eventually('the file is there', () => existsSync(file));
    const otio = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    assert.equal(otio['OTIO_SCHEMA'], 'Timeline.1');
  });

  it('tells once that a clip could not be cut, and that the command for it failed', async () => {
    rmSync(join(place.home, 'media'), { recursive: true });
    await command('cut-2', 'clip.cut.v1', { episodeId, query: 'Ruby', reencode: true });
    await eventually('the failure is told', () => typesOf().includes('command.failed.v1'));
    await eventually('the clip is told', () => typesOf().includes('clip.failed.v1'));
    const failed = reader.messages.filter(({ headers }) => headers['ce_type'] === 'clip.failed.v1');
    assert.equal(failed.length, 1);
    assert.equal(failed[0]?.headers['ce_commandid'], 'cut-2');
    assert.equal(EVENT_CONTRACTS['clip.failed.v1'].data.parse(failed[0].data).query, 'Ruby');
  });

  it('measures its backlog, and ends well when it is told to', async () => {
    const { body } = await publisher.ask<string>('/metrics');
    assert.match(body, /^castline_outbox_events 0$/m);
    assert.equal(await publisher.stop('SIGTERM'), 0, publisher.log());
  });
});
