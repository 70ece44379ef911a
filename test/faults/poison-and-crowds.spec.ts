import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openMongoCatalogue } from '#adapters/mongodb/open-mongo-catalogue.js';
import { makeToken } from '#pipeline/give-access/make-token.js';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { WatchedFfmpeg } from '../fixtures/processes/watched-ffmpeg.js';
import { Account } from './account.js';
import { Cluster } from './cluster.js';
import {
  anotherCopy,
  jobsOf,
  makeShortFilm,
  patiently,
  untilAnalyzed,
  uploadStubbornly,
} from './episodes.js';
import { record, secondsSince } from './fault-table.js';

const TOKEN = 'the-token-of-this-test';
const ATTEMPTS = 3;
const CROWD = 100;
const OTHERS = 4;

describe('a poisoned job, and crowds', () => {
  let cluster: Cluster;
  let api: CastlineServer;
  let account: Account;
  let film: Buffer;
  let numbers = 0;

  before(async () => {
    cluster = await Cluster.open({
      apps: { analyzer: 0, editor: 0 },
      env: {
        CASTLINE_TOKENS: TOKEN,
        CASTLINE_STRETCH_SECONDS: '60',
        CASTLINE_LEASE_SECONDS: '10',
        CASTLINE_JOB_ATTEMPTS: String(ATTEMPTS),
      },
    });
    api = cluster.client(TOKEN);
    account = await Account.open(cluster, api);
    film = makeShortFilm(cluster.place, 1);
  });
  after(async () => {
    await account?.close();
    await cluster?.close();
  });

  const upload = (by = api): Promise<string> => {
    const number = ++numbers;
    return uploadStubbornly(by, anotherCopy(film, number), `film-${number}.mp4`);
  };

  it('a job that kills its worker each time is parked with its reason, and others go on', async () => {
    const slow = new WatchedFfmpeg(cluster.place.path('slow-bin'), 0.05); // so that it is met with the job in its hands
    const victim = await cluster.add('analyzer', slow.env);
    const id = await upload();
    victim.start();
    for (let deaths = 0; deaths < ATTEMPTS; deaths++) {
      await patiently('it has the job', async () =>
        (await jobsOf(api, id)).some(
          ({ kind, state, attempts }) =>
            kind === 'stretch.scan' && state === 'running' && Number(attempts) > deaths,
        ),
      );
      await victim.restart();
    }
    const start = performance.now();
    const parked = await patiently('it is parked', async () =>
      (await jobsOf(api, id)).find(({ kind, state }) => kind === 'stretch.scan' && state === 'failed'),
    );
    assert.match(JSON.stringify(parked['failure']), /JOB\.POISON.*given up after 3 attempts/);
    await patiently(
      'the episode says so',
      async () => (await api.ask(`episodes/${id}`)).body['state'] === 'failed',
    );
    await victim.end('SIGTERM');
    (await cluster.add('analyzer')).start();
    const next = await upload();
    await untilAnalyzed(api, next);
    const recoverySeconds = secondsSince(start);
    const deviations = await account.of([next]);
    record({ fault: 'poisoned job parked with its reason', tried: ATTEMPTS, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  });

  it('a hundred uploads at once, and another tenant who is not kept waiting by them', async () => {
    const { token, secret } = makeToken({ tenant: 'other', role: 'admin', name: 'somebody else' }, null);
    const catalogue = await openMongoCatalogue(cluster.databaseUrl);
    await catalogue.tokens.save(token);
    await catalogue.close();
    const other = cluster.client(secret);
    const analyzer = cluster.of('analyzer').at(-1);
    assert.ok(analyzer);
    analyzer.signal('SIGSTOP'); // so that the crowd stands before them, however fast this machine is
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => upload()));
    assert.equal(new Set(crowd).size, CROWD);
    const theirs = await Promise.all(Array.from({ length: OTHERS }, () => upload(other)));
    const start = performance.now();
    analyzer.signal('SIGCONT');
    for (const id of theirs) await untilAnalyzed(other, id);
    const theirSeconds = secondsSince(start);
    for (const id of crowd) await untilAnalyzed(api, id, 400);
    const recoverySeconds = secondsSince(start);
    const deviations = await account.of(crowd);
    record({ fault: 'uploads at once', tried: CROWD, ...deviations, recoverySeconds });

    const served = await servedBefore(theirs, crowd);
    record({
      fault: `a tenant's ${CROWD}: ${OTHERS} of another were done after ${served} of them`,
      tried: 1,
      ...(await othersOf(other, theirs)),
      recoverySeconds: theirSeconds,
    });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
    assert.ok(served < CROWD / 2, `they were done after ${served} of the crowd`);
  });

  /** How many of the crowd were analysed before the last of the few. */
  async function servedBefore(few: readonly string[], crowd: readonly string[]): Promise<number> {
    const analyzed = (): { key: string; time: number }[] =>
      account.messages
        .filter(({ headers }) => headers['ce_type'] === 'episode.analyzed.v1')
        .map(({ headers, key }) => ({ key, time: Date.parse(headers['ce_time'] ?? '') }));
    const isOf = (ids: readonly string[], key: string): boolean => ids.some((id) => key.endsWith(id));
    await patiently('all of theirs are told of', () =>
      Promise.resolve(few.every((id) => analyzed().some(({ key }) => key.endsWith(id)))),
    );
    const last = Math.max(...analyzed().flatMap(({ key, time }) => (isOf(few, key) ? [time] : [])));
    return analyzed().filter(({ key, time }) => isOf(crowd, key) && time < last).length;
  }
});

async function othersOf(
  api: CastlineServer,
  ids: readonly string[],
): Promise<{ lost: number; duplicated: number }> {
  const states = await Promise.all(ids.map(async (id) => (await api.ask(`episodes/${id}`)).body['state']));
  const jobs = await Promise.all(ids.map((id) => jobsOf(api, id)));
  const analyses = jobs.map((all) => all.filter(({ kind }) => kind === 'episode.analyze').length);
  return {
    lost: states.filter((state) => state !== 'analyzed').length,
    duplicated: analyses.reduce((sum, count) => sum + count - 1, 0),
  };
}
