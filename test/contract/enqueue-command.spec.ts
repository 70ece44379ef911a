import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import type { Job } from '#domain/episode/job.js';
import { AnswerCommands } from '#pipeline/obey-commands/answer-commands.js';
import { EnqueueCommand } from '#pipeline/obey-commands/enqueue-command.js';
import { readCommand } from '#pipeline/obey-commands/read-command.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { EmbeddedWorkspaces } from '#platform/embedded/embedded-workspaces.js';
import type { CloudEvent } from '#ports/event-publisher.port.js';
import { storeEpisode } from '../factories/stored-episode.factory.js';
import { errorWith } from './error-with.js';

let home: string;
let catalogue: Catalogue;
let jobs: LeasedJobQueue;
let enqueue: EnqueueCommand;

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'castline-commands-'));
  catalogue = await openCatalogue({ folder: home });
  jobs = new LeasedJobQueue(catalogue.jobs, { pollMs: 20 });
  const media = await FolderMediaStore.open(join(home, 'media'));
  enqueue = new EnqueueCommand(new EmbeddedWorkspaces(catalogue, media), jobs);
  const rate = { num: 25, den: 1 };
  await storeEpisode(catalogue, home, { rate, frames: 500, seen: { Alice: [[0, 100]], Bob: [[50, 200]] } });
});
after(async () => {
  await jobs.close();
  await catalogue.close();
  await rm(home, { recursive: true, force: true });
});

async function obey(id: string, type: string, data: Readonly<Record<string, unknown>>): Promise<Job> {
  const read = readCommand({
    id,
    type,
    extensions: {},
    traceparent: undefined,
    data: { episodeId: 'ep-1', ...data },
  });
  if ('fault' in read) throw new Error(read.fault);
  return enqueue.run(read.command);
}

describe('a command', () => {
  it('for clips, reels and stickers becomes the job that REST would have made', async () => {
    const clips = await obey('c', 'clip.cut.v1', { query: 'alice', exclude: ['0:00-0:01'] });
    assert.equal(clips.kind, 'clip.cut');
    const reel = await obey('r', 'reel.make.v1', { queries: ['alice', 'bob'], snapSeconds: 0.5 });
    assert.equal(reel.kind, 'reel.make');
    const { request, timelineVersion } = reel.payload as Record<string, Record<string, unknown>>;
    assert.equal(timelineVersion, 1);
    assert.deepEqual(
      [request!['queries'], request!['snapSeconds'], request!['includeMarked'], request!['titles']],
      [['alice', 'bob'], 0.5, false, false],
    );
    const stickers = await obey('s', 'sticker.make.v1', { character: 'alice' });
    assert.equal(stickers.kind, 'sticker.make');
    assert.equal((await obey('s', 'sticker.make.v1', { character: 'alice' })).id, stickers.id);
  });

  it('with a wrong query, name, span or field is refused at once', async () => {
    const unknown = errorWith('not-found', 'QUERY.UNKNOWN_CHARACTER');
    await assert.rejects(obey('1', 'reel.make.v1', { queries: ['alice', 'bobb'] }), unknown);
    await assert.rejects(
      obey('2', 'reel.make.v1', { queries: ['alice AND'] }),
      errorWith('usage', 'QUERY.SYNTAX'),
    );
    const spans = { queries: ['alice'], exclude: ['soon'] };
    await assert.rejects(obey('3', 'reel.make.v1', spans), errorWith('usage', 'TIME.SPAN'));
    await assert.rejects(obey('4', 'sticker.make.v1', { character: 'alise' }), unknown);
    await assert.rejects(obey('5', 'sticker.make.v1', { character: 'alice', size: 3 }), /size/);
  });

  it('is answered with where its results lie', async () => {
    const told: CloudEvent[] = [];
    const publisher = {
      publish: (events: readonly CloudEvent[]) => Promise.resolve(void told.push(...events)),
    };
    const answering = new AnswerCommands({
      jobs,
      bookmarks: catalogue.bookmarks,
      publisher,
    });
    const works = [
      ['reel', await obey('x', 'reel.make.v1', { queries: ['alice'] })],
      ['sticker', await obey('y', 'sticker.make.v1', { character: 'bob' })],
    ] as const;
    for (const [, job] of works) answering.follow(job);
    for (const kind of ['reel.make', 'sticker.make'] as const) await jobs.work(kind, () => Promise.resolve());
    const until = Date.now() + 10_000;
    while (told.length < works.length && Date.now() < until) {
      await answering.step();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const results = told.map(({ type, data }) => [
      type,
      (data as { links: { result: string } }).links.result,
    ]);
    assert.deepEqual(results.sort(), [
      ['command.done.v1', '/api/v1/episodes/ep-1/reels'],
      ['command.done.v1', '/api/v1/episodes/ep-1/stickers'],
    ]);
  });
});
