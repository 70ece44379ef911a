import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FolderMediaStore } from '#adapters/file-store/folder-media-store.adapter.js';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import type { JobProgress } from '#domain/episode/job.js';
import { AnalyzeEpisode, NO_CAST } from '#pipeline/analyze-episode.js';
import { AnalyzeByStretches } from '#pipeline/coordinate-analysis/analyze-by-stretches.js';
import { StretchWork } from '#pipeline/coordinate-analysis/stretch-work.js';
import { IdentifyEpisode } from '#pipeline/identify-episode/identify-episode.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { ScanEpisode } from '#pipeline/scan-episode/scan-episode.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import { EmbeddedWorkspaces } from '#platform/embedded/embedded-workspaces.js';
import type { StoredTimeline } from '#ports/timeline-repository.port.js';
import { readyPilot } from '../../fixtures/pilot.js';
import { eventually } from '../../contract/eventually.js';
import { MemoizingRecognizer } from '../../factories/memoizing-recognizer.js';
import { openRecognizer, SETTINGS, toolbox } from '../../fixtures/stretches/stretch-tools.js';

const PROGRAM = fileURLToPath(new URL('../../fixtures/programs/mortal-analyzer.js', import.meta.url));
/** In the middle of its first stretch. */
const LAST_PICTURE = 25;

describe('an analysis whose stretches are worked by several analyzers, one of which dies', () => {
  const recognizer = new MemoizingRecognizer(openRecognizer());
  const folders: string[] = [];
  let path = '';
  let expected: StoredTimeline;

  const newFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'castline-by-jobs-'));
    folders.push(folder);
    return folder;
  };
  const ingesting = ({ episodes }: Catalogue): IngestEpisode => new IngestEpisode(toolbox.probe, episodes);

  before(async () => {
    path = (await readyPilot()).episode;
    const catalogue = await openCatalogue({ folder: await newFolder() });
    const { frames, pictures } = toolbox;
    const analyzing = new AnalyzeEpisode(
      ingesting(catalogue),
      new ScanEpisode(frames, recognizer, pictures, catalogue.scans),
      new IdentifyEpisode(catalogue.timelines, catalogue.episodes),
      recognizer,
    );
    expected = (await analyzing.run({ path, cast: NO_CAST, settings: SETTINGS })).stored;
    await catalogue.close();
  });
  after(async () => {
    await recognizer.close();
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  it('publishes the timeline of one process, once', async () => {
    const folder = await newFolder();
    const catalogue = await openCatalogue({ folder });
    const workspaces = new EmbeddedWorkspaces(catalogue, await FolderMediaStore.open(join(folder, 'media')));
    const jobs = new LeasedJobQueue(catalogue.jobs);
    const ports = { ...toolbox, workspaces, jobs, recognizer };
    const analyzer = new StretchWork(ports, { settings: SETTINGS, stretchSeconds: 12 });
    const coordinator = new AnalyzeByStretches(ports, { settings: SETTINGS, pollMs: 100 });
    const progress: JobProgress[] = [];
    await jobs.work('episode.split', (context) => analyzer.split(context));
    await jobs.work('episode.analyze', async (context) => {
      await coordinator.run(context, (state) => void progress.push(state));
    });

    const mortal = spawn(process.execPath, [PROGRAM, folder, String(LAST_PICTURE)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const { episode } = await ingesting(catalogue).run({ path });
    const job = await jobs.enqueue({
      kind: 'episode.analyze',
      episodeId: episode.id,
      key: 'one',
      payload: {},
    });
    assert.deepEqual(await once(mortal, 'exit'), [null, 'SIGKILL']);
    const left = (await jobs.list()).filter(({ kind }) => kind === 'stretch.scan');
    assert.ok(
      left.some(({ state }) => state === 'running'),
      'it held a stretch when it died',
    );
    await jobs.work('stretch.scan', (context) =>
      analyzer.scan(context, (state) => void context.progress(state)),
    );

    const ended = await eventually('the end of the analysis', async () => {
      const now = await jobs.find(job.id);
      return now?.state !== 'queued' && now?.state !== 'running' && now;
    });
    assert.deepEqual([ended.state, ended.failure], ['done', null]);
    const stored = await catalogue.timelines.findLatest(episode.id);
    assert.equal(stored?.version, 1);
    assert.deepEqual(stored.timeline, expected.timeline);
    const told = (await catalogue.events.readAfter(0, 100)).map(({ event }) => event.type);
    assert.deepEqual(told, ['timeline.published.v1', 'episode.analyzed.v1']);
    const scanned = (await jobs.list()).filter(({ kind }) => kind === 'stretch.scan');
    assert.equal(scanned.filter(({ attempts }) => attempts === 2).length, 1);
    assert.ok(scanned.length >= 4 && scanned.every(({ state }) => state === 'done'));
    const scanning = progress.filter(({ stage }) => stage === 'scan').map(({ fraction }) => fraction);
    assert.ok(scanning.some((fraction) => fraction > 0.3 && fraction < 1));
    await jobs.close();
    await catalogue.close();
  });
});
