import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { Account } from './account.js';
import { BadLine } from './bad-line.js';
import { Cluster } from './cluster.js';
import { anotherCopy, makeShortFilm, untilAnalyzed, untilCut, uploadStubbornly } from './episodes.js';
import { record, secondsSince } from './fault-table.js';

const EPISODES = 3;
const RESETS = 10;
/** Longer than the driver waits for an answer of a silent server. */
const SILENCE_MS = 35_000;

describe('a bad line to MongoDB', () => {
  let line: BadLine;
  let cluster: Cluster;
  let api: CastlineServer;
  let account: Account;
  let film: Buffer;
  let numbers = 0;

  before(async () => {
    cluster = await Cluster.open({
      mongodbThrough: async (url) => (line = await BadLine.to(url)).url,
      env: { CASTLINE_STRETCH_SECONDS: '2', CASTLINE_LEASE_SECONDS: '6', CASTLINE_JOB_ATTEMPTS: '30' },
    });
    api = cluster.client();
    account = await Account.open(cluster, api);
    film = makeShortFilm(cluster.place, 4);
  });
  after(async () => {
    await account?.close();
    await cluster?.close();
    await line?.close();
  });

  /** While episodes are on their way from the upload to the clip. */
  async function tryIt(fault: string, tried: number, trouble: () => Promise<void>): Promise<void> {
    const working = Promise.all(
      Array.from({ length: EPISODES }, async () => {
        const number = ++numbers;
        const id = await uploadStubbornly(api, anotherCopy(film, number), `film-${number}.mp4`);
        await untilAnalyzed(api, id, 180);
        return { id, clips: await untilCut(api, id, 180) };
      }),
    );
    working.catch(() => undefined); // told below
    await trouble();
    const isOver = performance.now();
    const made = await working;
    const recoverySeconds = secondsSince(isOver);
    const deviations = await account.of(
      made.map(({ id }) => id),
      1,
    );
    record({ fault: `MongoDB: ${fault}`, tried, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  }

  it('that is slow', () =>
    tryIt('every message 100 ms late', 1, async () => {
      line.delay(100);
      await sleep(8000);
      line.delay(0);
    }));

  it('that breaks again and again', () =>
    tryIt('connections reset', RESETS, async () => {
      for (let resets = 0; resets < RESETS; resets++) {
        await sleep(700);
        line.reset();
      }
    }));

  it('that falls silent without breaking', () =>
    tryIt('half-open connections', 1, async () => {
      await sleep(500);
      line.fallSilent();
      await sleep(SILENCE_MS);
      line.speakAgain();
    }));
});
