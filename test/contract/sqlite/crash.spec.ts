import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CATALOGUE_FILE, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { SqliteDatabase } from '#adapters/sqlite/sqlite-database.js';
import { SqliteJobTable } from '#adapters/sqlite/sqlite-job-table.adapter.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { eventually } from '../eventually.js';
import { makeGate, makeRequest } from '../queue-under-test.js';

interface Program {
  readonly child: ChildProcess;
  readonly lines: string[];
  kill(): Promise<void>;
}

const AN_HOUR = 3_600_000;

describe('the SQLite catalogue, its process killed or paused', () => {
  let folder: string;
  const programs: Program[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'castline-crash-'));
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.kill();
    await rm(folder, { recursive: true, force: true });
  });

  function start(name: string, ...options: string[]): Program {
    const path = fileURLToPath(new URL(`../../fixtures/programs/${name}.js`, import.meta.url));
    const child = spawn(process.execPath, [path, folder, ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    let text = '';
    const lines: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      const parts = (text + chunk.toString()).split('\n');
      text = parts.pop() ?? '';
      lines.push(...parts);
    });
    const program: Program = {
      child,
      lines,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
    programs.push(program);
    return program;
  }

  it('keeps everything that was acknowledged, and stays whole, through twenty kills', async () => {
    let acknowledged = -1;
    for (let round = 0; round < 20; round += 1) {
      const program = start('append-and-acknowledge');
      await eventually(
        'something is stored',
        () => program.lines.length > 0 || program.child.exitCode !== null,
      );
      assert.equal(program.child.exitCode, null, 'the program ran until it was killed');
      await sleep(Math.random() * 60);
      await program.kill();
      acknowledged = Math.max(acknowledged, Number(program.lines.at(-1)));
    }
    const catalogue = await openCatalogue({ folder });
    try {
      await catalogue.checkIntegrity();
      const scan = await catalogue.scans.find('ep-1', 'key');
      const stored = scan?.shots.length ?? 0;
      assert.ok(stored > acknowledged, `${acknowledged} was acknowledged, ${stored} are stored`);
      assert.deepEqual(
        [scan?.nextFrame, scan?.ticks.length, scan?.tracks.length],
        [stored * 10, stored * 10, stored],
      );
      const ids = new Set((await catalogue.events.readAfter(0, 1_000_000)).map(({ event }) => event.id));
      const episodes = new Set(
        (await catalogue.episodes.listPage({ limit: 10_000 })).items.map(({ id }) => id),
      );
      for (let number = 0; number <= acknowledged; number += 1) {
        // A kill between the two steps of a round may leave a shot without its event, but only before it is acknowledged.
        assert.equal(ids.has(`event-${number}`), episodes.has(`ep-of-${number}`), `the event of ${number}`);
      }
      assert.ok(ids.has(`event-${acknowledged}`));
    } finally {
      await catalogue.close();
    }
  });

  it('gives the job of a killed process to another at once, without waiting for the lease', async (test) => {
    if (process.platform !== 'linux')
      return test.skip('elsewhere a dead process is known by its lease alone');
    const catalogue = await openCatalogue({ folder });
    const queue = new LeasedJobQueue(catalogue.jobs, { leaseMs: AN_HOUR, pollMs: 20 });
    try {
      const job = await queue.enqueue(makeRequest('a'));
      const program = start('hold-one-job', String(AN_HOUR));
      await eventually('the job is held', () => program.lines.includes('holding'));
      const done = makeGate();
      await queue.work('episode.analyze', async () => done.open());
      await program.kill();
      await done.opened;
      await eventually('the job is done', async () => (await queue.find(job.id))?.state === 'done');
    } finally {
      await queue.close();
      await catalogue.close();
    }
  });

  it('lets a process that was paused longer than its lease find its job taken, and refuses what it says', async (test) => {
    if (process.platform === 'win32') return test.skip('Windows pauses no process');
    const catalogue = await openCatalogue({ folder });
    const queue = new LeasedJobQueue(catalogue.jobs, { leaseMs: 400, heartbeatMs: 50, pollMs: 20 });
    try {
      const job = await queue.enqueue(makeRequest('a'));
      const program = start('hold-one-job', '400');
      await eventually('the job is held', () => program.lines.includes('holding'));
      program.child.kill('SIGSTOP');
      const [taken, finish] = [makeGate(), makeGate()];
      await queue.work('episode.analyze', async () => {
        taken.open();
        await finish.opened;
      });
      await taken.opened;
      program.child.kill('SIGCONT');
      await eventually('the paused process has noticed', () => program.lines.includes('lost'));
      const held = await queue.find(job.id);
      assert.deepEqual([held?.state, held?.attempts, held?.progress], ['running', 2, null]);
      finish.open();
      await eventually('the job is done', async () => (await queue.find(job.id))?.state === 'done');
    } finally {
      await queue.close();
      await catalogue.close();
    }
  });
});

describe('the SQLite job queue, its clock jumping', () => {
  for (const jump of [24 * AN_HOUR, -AN_HOUR]) {
    it(`takes no job from a living worker and delays no retry when the clock jumps by ${jump / AN_HOUR} hours`, async (test) => {
      const folder = await mkdtemp(join(tmpdir(), 'castline-clock-'));
      let offset = 0;
      const settings = {
        leaseMs: 300,
        heartbeatMs: 50,
        pollMs: 20,
        retryBaseMs: 50,
        retryMaxMs: 100,
      };
      const openQueue = async () => {
        const database = await SqliteDatabase.open(join(folder, CATALOGUE_FILE));
        const queue = new LeasedJobQueue(new SqliteJobTable(database, () => Date.now() + offset), settings);
        test.after(async () => {
          await queue.close();
          database.close();
        });
        return queue;
      };
      test.after(() => rm(folder, { recursive: true, force: true }));
      const [one, two] = [await openQueue(), await openQueue()];
      const gate = makeGate();
      const runs: string[] = [];
      const work = async ({ job }: { job: { key: string; attempts: number } }) => {
        runs.push(job.key);
        if (job.key === 'long') return gate.opened;
        if (job.attempts === 1) {
          offset = jump;
          throw new Error('try again');
        }
      };
      await one.work('episode.analyze', work);
      const long = await one.enqueue(makeRequest('long'));
      await eventually('the long job runs', () => runs.includes('long'));
      await two.work('episode.analyze', work);
      const retried = await two.enqueue(makeRequest('retried'));
      await eventually('the retry is done', async () => (await two.find(retried.id))?.state === 'done');
      await sleep(1000);
      gate.open();
      await eventually('the long job is done', async () => (await one.find(long.id))?.state === 'done');
      assert.deepEqual(runs, ['long', 'retried', 'retried']);
    });
  }
});
