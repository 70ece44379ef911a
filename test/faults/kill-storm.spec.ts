import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#domain/evaluation/seeded-random.js';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { Account } from './account.js';
import { APPS, Cluster } from './cluster.js';
import { anotherCopy, makeShortFilm, untilAnalyzed, untilCut, uploadStubbornly } from './episodes.js';
import { record, secondsSince } from './fault-table.js';

const EPISODES = 20;
const KILLS = 55;
const SEED = 20261126;

describe('apps that are killed at random moments', () => {
  let cluster: Cluster;
  let api: CastlineServer;
  let account: Account;

  before(async () => {
    cluster = await Cluster.open({
      apps: { analyzer: 2 },
      // every kill of its worker counts as a try of a job
      env: { CASTLINE_STRETCH_SECONDS: '2', CASTLINE_JOB_ATTEMPTS: '50' },
    });
    api = cluster.client();
    account = await Account.open(cluster, api);
  });
  after(async () => {
    await account?.close();
    await cluster?.close();
  });

  it('every episode is analysed once, and no clip and no event is lost or doubled', async () => {
    const film = makeShortFilm(cluster.place, 4);
    let kills = 0;
    const work = async (number: number): Promise<{ id: string; clips: number }> => {
      while (kills < (number * KILLS) / EPISODES) await sleep(100); // so that there is work until the last kill
      const id = await uploadStubbornly(api, anotherCopy(film, number), `film-${number}.mp4`);
      await untilAnalyzed(api, id, 300);
      return { id, clips: await untilCut(api, id, 300) };
    };
    const working = Promise.all(Array.from({ length: EPISODES }, (_, number) => work(number)));
    working.catch(() => undefined); // told below

    const random = seededRandom(SEED);
    const killed = new Set<string>();
    while (kills < KILLS) {
      await sleep(200 + random() * 1200);
      const app = cluster.apps[Math.floor(random() * cluster.apps.length)];
      if (!app?.isRunning) continue;
      await app.end('SIGKILL');
      kills += 1;
      killed.add(app.kind);
      await sleep(random() * 300);
      app.start();
    }
    const lastKill = performance.now();
    assert.deepEqual([...killed].sort(), [...APPS].sort());
    const made = await working;
    const recoverySeconds = secondsSince(lastKill);

    const clipsEach = made[0]?.clips ?? 0;
    assert.ok(clipsEach > 0);
    const deviations = await account.of(
      made.map(({ id }) => id),
      clipsEach,
    );
    record({ fault: 'kill -9 of apps at random moments', tried: kills, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
    const [first, ...others] = await Promise.all(
      made.map(async ({ id }) => (await api.ask(`episodes/${id}/characters`)).body),
    );
    for (const characters of others) assert.deepEqual(characters, first);
  });
});
