import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { TOPICS } from '#contracts/events/topics.js';
import { Cluster } from '../../faults/cluster.js';
import { jobsOf, untilAnalyzed } from '../../faults/episodes.js';
import { type CastlineServer, startServer } from '../../fixtures/processes/castline-server.js';
import { makeMarkedFilm } from '../../fixtures/videos/marked-film.js';
import { quietKafka, TopicReader } from '../kafka/kafka-bench.js';

const TOKEN = 'the-token-of-this-test';

describe('the distributed form as a whole', () => {
  let cluster: Cluster;
  let api: CastlineServer;
  let film: Buffer;
  let episodeId: string;
  let reader: TopicReader;

  before(async () => {
    cluster = await Cluster.open({ apps: { analyzer: 2 }, env: { CASTLINE_TOKENS: TOKEN } });
    api = cluster.client(TOKEN);
    film = readFileSync(makeMarkedFilm(cluster.place.path('film.mp4'), 2));
    reader = await new TopicReader(quietKafka(cluster.kafka.url)).open(
      ...[TOPICS.episode, TOPICS.timeline, TOPICS.clip],
    );
  });
  after(async () => {
    await reader?.close();
    await cluster?.close();
  });

  /** Made as an operator makes it, by the command, in the cluster's database. */
  async function tokenOf(tenant: string, name: string): Promise<string> {
    const { code, lines, stderr } = await cluster.place.run(
      ['tokens', 'add', name, '--tenant', tenant, '--role', 'admin', '--json'],
      { env: { CASTLINE_MONGODB_URL: cluster.databaseUrl } },
    );
    assert.equal(code, 0, stderr);
    return String(lines.find(({ event }) => event === 'token-added')?.['secret']);
  }

  it('has an uploaded episode analysed by two analyzers', async () => {
    const { status, headers } = await api.upload(film, { filename: 'film.mp4' });
    assert.equal(status, 204);
    episodeId = headers.get('Castline-Episode') ?? '';
    await untilAnalyzed(api, episodeId);
    for (const analyzer of cluster.of('analyzer')) assert.match(analyzer.words, /"stretch scanned"/);
    const jobs = await jobsOf(api, episodeId);
    assert.ok(jobs.filter(({ kind }) => kind === 'stretch.scan').length > 1, 'it was not divided');
    assert.deepEqual(new Set(jobs.map(({ state }) => state)), new Set(['done']));
  });

  it('says of it what the embedded form says', async () => {
    const embedded = await startServer(cluster.place);
    const { headers } = await embedded.upload(film, { filename: 'film.mp4' });
    const id = headers.get('Castline-Episode') ?? '';
    assert.equal(id, episodeId);
    await untilAnalyzed(embedded, id);
    for (const path of ['timeline', 'tracks', 'exports/otio']) {
      const [ours, theirs] = [
        await api.ask(`episodes/${id}/${path}`),
        await embedded.ask(`episodes/${id}/${path}`),
      ];
      assert.equal(ours.status, 200);
      assert.deepEqual(ours.body, theirs.body);
    }
    await embedded.stop('SIGTERM');
  });

  it('cuts a clip, and tells of everything in Kafka in the order in which it happened', async () => {
    const asked = await api.post(`episodes/${episodeId}/clips`, { query: '"Unknown #1"' });
    assert.equal(asked.status, 202, `${asked.status} ${JSON.stringify(asked.body)}`);
    assert.equal((await api.follow(String(asked.body['id']))).state, 'done');
    const { body } = await api.ask<{ items: Record<string, unknown>[] }>(`episodes/${episodeId}/clips`);
    assert.ok(body.items.length > 0);
    const messages = await reader.upTo(3 + body.items.length);
    assert.deepEqual(new Set(messages.map(({ key }) => key)), new Set([episodeId]));
    const typesIn = (topic: string): (string | undefined)[] =>
      messages.map(({ headers }) => headers['ce_type']).filter((type) => type?.startsWith(topic));
    assert.deepEqual(typesIn('episode.'), ['episode.uploaded.v1', 'episode.analyzed.v1']);
    assert.deepEqual(typesIn('timeline.'), ['timeline.published.v1']);
    assert.deepEqual(
      typesIn('clip.'),
      body.items.map(() => 'clip.ready.v1'),
    );
  });

  it('gives a part of a clip to who asks for a range of it', async () => {
    const { body } = await api.ask<{ items: Record<string, unknown>[] }>(`episodes/${episodeId}/clips`);
    const path = `clips/${String(body.items[0]?.['id'])}/media`;
    const part = await api.fetch(path, { headers: { Range: 'bytes=4-7' } });
    assert.equal(part.status, 206);
    assert.equal(await part.text(), 'ftyp');
  });

  it('knows nothing of it for another tenant', async () => {
    const other = cluster.client(await tokenOf('other', 'somebody else'));
    assert.deepEqual((await other.ask<{ items: unknown[] }>('episodes')).body.items, []);
    for (const path of ['', '/timeline', '/clips', '/stills/0'])
      assert.equal((await other.ask(`episodes/${episodeId}${path}`)).status, 404, path);
    assert.equal((await cluster.client('not-a-token-at-all').ask('episodes')).status, 401);
  });

  it('does the same film for another tenant beside the first', async () => {
    const third = cluster.client(await tokenOf('third', 'a third one'));
    const { headers } = await third.upload(film, { filename: 'theirs.mp4' });
    assert.equal(headers.get('Castline-Episode'), episodeId);
    await untilAnalyzed(third, episodeId);
    assert.equal((await api.ask(`episodes/${episodeId}`)).body['name'], 'film.mp4');
    assert.equal((await third.ask(`episodes/${episodeId}`)).body['name'], 'theirs.mp4');
  });

  it('shows queues and frames to those who operate it', async () => {
    const figures = await (await fetch(`${cluster.one('analyzer').url}/metrics`)).text();
    assert.match(figures, /^castline_queue_jobs\{kind="stretch.scan",state="queued"\} 0$/m);
    assert.match(figures, /^castline_frames_decoded_total [1-9]\d*$/m);
  });

  it('ends with every app in order when told to', async () => {
    for (const app of cluster.apps)
      assert.equal(await app.end('SIGTERM'), 0, `${app.kind}: ${app.words.slice(-2000)}`);
  });
});
