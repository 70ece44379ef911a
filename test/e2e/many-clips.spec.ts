// A thousand clips asked at once, with a cutter that writes a few bytes: what is tried is the order of the work and what is
// left of it after a stop, on the real catalogue, media store and queue.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { loadConfig } from '#config/config.js';
import { clipRequestSchema } from '#contracts/requests.contract.js';
import type { Job } from '#domain/episode/job.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { EmbeddedWorkspaces } from '#platform/embedded/embedded-workspaces.js';
import { ClipCutter, type ClipCut, type CutClip } from '#ports/clip-cutter.port.js';
import { SilenceReader } from '#ports/silence-reader.port.js';
import { CutClipProcessor } from '../../src/editor/cut-clip.processor.js';
import { storeEpisode } from '../factories/stored-episode.factory.js';

const SCENES = 1000;
const RATE = { num: 25, den: 1 };

class CountingCutter extends ClipCutter {
  /** First tick and frames of each. */
  readonly cuts: string[] = [];
  mostAtOnce = 0;
  private atOnce = 0;

  async cut({ startTicks, frames }: ClipCut, targetPath: string): Promise<CutClip> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    const content = `${startTicks} ${frames}`;
    await writeFile(targetPath, content);
    this.cuts.push(content);
    this.atOnce--;
    return { frames, sizeInBytes: content.length, method: 'copied', copiedShare: 1, reason: null };
  }
}

class NoSilences extends SilenceReader {
  override readonly key = 'none';
  override readSilences(): Promise<[]> {
    return Promise.resolve([]);
  }
}

let home: string;
let catalogue: Catalogue;
let media: FolderMediaStore;
let jobs: LeasedJobQueue;
const cutter = new CountingCutter();

function makeEditor(): CutClipProcessor {
  const config = loadConfig({ CASTLINE_HOME: home, CASTLINE_DRAIN_SECONDS: '0' }, { models: home });
  const workspaces = new EmbeddedWorkspaces(catalogue, media);
  return new CutClipProcessor(config, pino({ level: 'silent' }), jobs, workspaces, new NoSilences(), cutter);
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'castline-many-'));
  catalogue = await openCatalogue({ folder: home });
  media = await FolderMediaStore.open(join(home, 'media'));
  jobs = new LeasedJobQueue(catalogue.jobs, { pollMs: 20 });
  const end = SCENES * 50;
  await storeEpisode(catalogue, home, { rate: RATE, frames: end, seen: seenUntil(end) });
});
after(async () => {
  await jobs.close();
  await catalogue.close();
  await rm(home, { recursive: true, force: true });
});

/** Alice comes and goes a thousand times, Bob is there at the very end, twice. */
function seenUntil(end: number): Readonly<Record<string, [number, number][]>> {
  const alice = Array.from({ length: SCENES }, (_, at): [number, number] => [at * 50, at * 50 + 25]);
  return { Alice: alice, Bob: [[end - 150, end - 130], [end - 60, end - 30]] }; // prettier-ignore
}

async function ask(query: string, paddingSeconds = 0): Promise<Job> {
  const request = clipRequestSchema.parse({ query, mergeGapSeconds: 0, paddingSeconds });
  const payload = { timelineVersion: 1, request };
  return jobs.enqueue({ tenant: DEFAULT_TENANT, kind: 'clip.cut', episodeId: 'ep-1', key: query, payload });
}

async function until(isReached: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isReached())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const isDone = async ({ id }: Job): Promise<boolean> => (await jobs.find(id))?.state === 'done';

describe('a request for a thousand clips', () => {
  let many: Job;

  it('is served in turn with a request for two', async () => {
    const editor = makeEditor();
    await editor.onApplicationBootstrap();
    many = await ask('alice');
    await until(() => cutter.cuts.length >= 50);
    const few = await ask('bob');
    const before = cutter.cuts.length;
    await until(() => isDone(few));
    const meanwhile = cutter.cuts.length - before;
    assert.ok(meanwhile < 100, `${meanwhile} clips were cut until two were ready`);
    assert.equal(await isDone(many), false);
    assert.equal(cutter.mostAtOnce, 1, 'one cut at a time');
    await editor.beforeApplicationShutdown();
  });

  it('goes on where it was stopped, and cuts nothing twice', async () => {
    const stopped = cutter.cuts.length;
    assert.ok(stopped < SCENES);
    const editor = makeEditor();
    await editor.onApplicationBootstrap();
    await until(() => isDone(many));
    await editor.beforeApplicationShutdown();
    assert.equal(cutter.cuts.length, SCENES + 2);
    assert.equal(new Set(cutter.cuts).size, SCENES + 2);
    const clips = await catalogue.clips.list('ep-1');
    assert.equal(clips.filter(({ query }) => query === 'alice').length, SCENES);
    assert.deepEqual(await readdir(join(home, 'scratch')), [], 'nothing is left behind');
  });

  it('is asked again without new work', async () => {
    const editor = makeEditor();
    await editor.onApplicationBootstrap();
    const again = await ask('alice');
    assert.notEqual(again.id, many.id);
    await until(() => isDone(again));
    await editor.beforeApplicationShutdown();
    assert.equal(cutter.cuts.length, SCENES + 2);
  });

  it('stops within one clip when it is cancelled, and keeps what is ready', async () => {
    const editor = makeEditor();
    await editor.onApplicationBootstrap();
    const before = cutter.cuts.length;
    const job = await ask('alice OR bob', 0.2);
    await until(() => cutter.cuts.length > before + 1);
    await jobs.cancel(job.id);
    const cancelled = cutter.cuts.length;
    await editor.beforeApplicationShutdown();
    assert.equal((await jobs.find(job.id))?.state, 'cancelled');
    assert.ok(cutter.cuts.length <= cancelled + 1, `${cutter.cuts.length - cancelled} more cuts`);
    const clips = await catalogue.clips.list('ep-1');
    assert.ok(clips.some(({ query }) => query === 'alice OR bob'));
    assert.deepEqual(await readdir(join(home, 'scratch')), []);
  });

  it('fails with the reason where the film is another one now', async () => {
    await writeFile(join(home, 'film.mp4'), 'b film');
    const editor = makeEditor();
    await editor.onApplicationBootstrap();
    const job = await ask('bob SOLO');
    await until(async () => (await jobs.find(job.id))?.state === 'failed');
    await editor.beforeApplicationShutdown();
    assert.equal((await jobs.find(job.id))?.failure?.code, 'MEDIA.CHANGED');
  });
});
