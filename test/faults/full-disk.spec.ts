import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { CastlineServer } from '../fixtures/processes/castline-server.js';
import { Account } from './account.js';
import { type App, type AppKind, Cluster } from './cluster.js';
import {
  anotherCopy,
  jobsOf,
  makeShortFilm,
  patiently,
  untilAnalyzed,
  untilCut,
  uploadStubbornly,
} from './episodes.js';
import { record, secondsSince } from './fault-table.js';

describe('scratch disks that are full', () => {
  let cluster: Cluster;
  let api: CastlineServer;
  let account: Account;
  let film: Buffer;
  const disks: string[] = [];
  let numbers = 0;

  before(async () => {
    cluster = await Cluster.open({
      apps: { api: 1, analyzer: 0, editor: 0 },
      env: { CASTLINE_STRETCH_SECONDS: '60', CASTLINE_JOB_ATTEMPTS: '20' },
    });
    api = cluster.client();
    account = await Account.open(cluster, api);
    film = makeShortFilm(cluster.place, 4);
  });
  after(async () => {
    await account?.close();
    for (const disk of disks) spawnSync('umount', ['-l', disk]);
    await cluster?.close();
  });

  const upload = (): Promise<string> => {
    const number = ++numbers;
    return uploadStubbornly(api, anotherCopy(film, number), `film-${number}.mp4`);
  };

  /** Its home is a disk on which a film has no room; `grow` makes room. Undefined where no disk can be mounted. */
  async function appOnTinyDisk(
    kind: AppKind,
    context: TestContext,
  ): Promise<{ app: App; grow: () => void } | undefined> {
    const app = await cluster.add(kind);
    mkdirSync(app.home, { recursive: true });
    const mount = (options: string): boolean =>
      spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'castline-test', app.home]).status === 0;
    if (!mount('size=32k')) {
      cluster.apps.splice(cluster.apps.indexOf(app), 1);
      context.skip('a small disk can only be mounted by the super-user');
      return undefined;
    }
    disks.push(app.home);
    app.start();
    await app.untilReady();
    return { app, grow: () => assert.ok(mount('remount,size=64m')) };
  }

  it('an analyzer’s: the job waits for space', async (context) => {
    const analyzer = await appOnTinyDisk('analyzer', context);
    if (!analyzer) return;
    const id = await upload();
    await patiently('it was tried', async () =>
      (await jobsOf(api, id)).some(({ attempts }) => Number(attempts) > 1),
    );
    analyzer.grow();
    const grown = performance.now();
    await untilAnalyzed(api, id);
    const recoverySeconds = secondsSince(grown);
    const deviations = await account.of([id]);
    record({ fault: 'full scratch disk of an analyzer', tried: 1, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  });

  it('an editor’s: the clip waits for space, and none is cut short', async (context) => {
    const editor = await appOnTinyDisk('editor', context);
    if (!editor) return;
    if (cluster.of('analyzer').length === 0) (await cluster.add('analyzer')).start();
    const id = await upload();
    await untilAnalyzed(api, id);
    const cutting = untilCut(api, id);
    cutting.catch(() => undefined); // told below
    await patiently('it was tried', async () =>
      (await jobsOf(api, id)).some(({ kind, attempts }) => kind === 'clip.cut' && Number(attempts) > 1),
    );
    assert.deepEqual((await api.ask<{ items: unknown[] }>(`episodes/${id}/clips`)).body.items, []);
    editor.grow();
    const grown = performance.now();
    const clipsEach = await cutting;
    assert.ok(clipsEach > 0);
    const recoverySeconds = secondsSince(grown);
    const deviations = await account.of([id], clipsEach);
    record({ fault: 'full scratch disk of an editor', tried: 1, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  });

  it('an api’s: an upload is refused, and goes on when there is space', async (context) => {
    const other = await appOnTinyDisk('api', context);
    if (!other) return;
    const theirs = cluster.client(undefined, other.app);
    const bytes = anotherCopy(film, ++numbers);
    const { location } = await theirs.createUpload(bytes.length, { filename: 'big.mp4' });
    const refused = await theirs.patchUpload(location, 0, bytes);
    assert.equal(refused.status, 507, JSON.stringify(refused.body));
    other.grow();
    const grown = performance.now();
    const offset = await theirs.offsetOf(location);
    assert.ok(offset < bytes.length);
    const sent = await theirs.patchUpload(location, offset, bytes.subarray(offset));
    assert.equal(sent.status, 204, JSON.stringify(sent.body));
    const id = sent.headers.get('Castline-Episode') ?? '';
    await untilAnalyzed(api, id);
    const recoverySeconds = secondsSince(grown);
    const deviations = await account.of([id]);
    record({ fault: 'full scratch disk of an api', tried: 1, ...deviations, recoverySeconds });
    assert.deepEqual(deviations, { lost: 0, duplicated: 0 });
  });
});
