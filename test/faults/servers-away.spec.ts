import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { Account } from './account.js';
import { Cluster } from './cluster.js';
import {
  anotherCopy,
  makeShortFilm,
  patiently,
  untilAnalyzed,
  untilCut,
  uploadStubbornly,
} from './episodes.js';
import { record, secondsSince } from './fault-table.js';

const REDIS_DEATHS = 3;
const KAFKA_AWAY_MS = 60_000;
const EPISODES_MEANWHILE = 4;

describe('servers that go away', () => {
  let cluster: Cluster;
  let api: CastlineServer;
  let account: Account;
  let film: Buffer;
  let numbers = 0;

  before(async () => {
    cluster = await Cluster.open({ env: { CASTLINE_STRETCH_SECONDS: '2' } });
    api = cluster.client();
    account = await Account.open(cluster, api);
    film = makeShortFilm(cluster.place, 4);
  });
  after(async () => {
    await account?.close();
    await cluster?.close();
  });

  function uploadSome(count: number): Promise<string[]> {
    return Promise.all(
      Array.from({ length: count }, () => {
        const number = ++numbers;
        return uploadStubbornly(api, anotherCopy(film, number), `film-${number}.mp4`);
      }),
    );
  }

  it('Redis, which comes back empty: what it forgot is told to it again', async () => {
    const ids: string[] = [];
    let lastReturn = 0;
    for (let deaths = 0; deaths < REDIS_DEATHS; deaths++) {
      ids.push(...(await uploadSome(2)));
      await cluster.redis.kill();
      ids.push(...(await uploadSome(1))); // nobody is told of this one
      await cluster.redis.restart();
      lastReturn = performance.now();
    }
    await Promise.all(ids.map((id) => untilAnalyzed(api, id)));
    const recoverySeconds = secondsSince(lastReturn);
    const deviations = await account.of(ids);
    record({
      fault: 'Redis killed and restarted empty',
      tried: REDIS_DEATHS,
      ...deviations,
      recoverySeconds,
    });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  });

  it('Kafka: the outbox grows, work goes on, and all is told in order when it is back', async () => {
    const toldBefore = account.messages.length;
    await cluster.kafka.kill();
    const wentAway = performance.now();
    const ids = await uploadSome(EPISODES_MEANWHILE);
    for (const id of ids) {
      await untilAnalyzed(api, id);
      assert.ok((await untilCut(api, id)) > 0);
    }
    const waiting = await patiently('the outbox grows', async () => {
      const events = await untoldEvents(cluster);
      return events >= ids.length * 4 && events;
    });
    await sleep(Math.max(0, KAFKA_AWAY_MS - (performance.now() - wentAway)));
    assert.equal(account.messages.length, toldBefore);

    await cluster.kafka.restart();
    const cameBack = performance.now();
    await patiently('the outbox is empty', async () => (await untoldEvents(cluster)) === 0);
    const recoverySeconds = secondsSince(cameBack);
    const deviations = await account.of(ids, 1);
    record({
      fault: `Kafka away for ${KAFKA_AWAY_MS / 1000} s (${waiting} events waited)`,
      tried: 1,
      ...deviations,
      recoverySeconds,
    });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
    for (const id of ids) {
      const types = account.messages
        .filter(({ key, headers }) => key === id && headers['ce_type']?.startsWith('episode.'))
        .map(({ headers }) => headers['ce_type']);
      assert.deepEqual([...new Set(types)], ['episode.uploaded.v1', 'episode.analyzed.v1']);
    }
  });
});

async function untoldEvents(cluster: Cluster): Promise<number> {
  const figures = await (await fetch(`${cluster.one('publisher').url}/metrics`)).text();
  return Number(/^castline_outbox_events (\d+)$/m.exec(figures)?.[1] ?? NaN);
}
