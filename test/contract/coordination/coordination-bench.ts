// Coordinators and analyzers on one catalogue. The analyzers scan nothing: they save what a test says.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalogue, openCatalogue } from '#adapters/sqlite/open-catalogue.js';
import type { Job, JobProgress } from '#domain/episode/job.js';
import type { Scan, ScanBatch } from '#domain/episode/scan.js';
import type { Joint, StretchEnd } from '#domain/episode/stretch.js';
import { CoordinateAnalysis } from '#pipeline/coordinate-analysis/coordinate-analysis.js';
import { whileAskedFor } from '#pipeline/coordinate-analysis/while-asked-for.js';
import { stretchPlanOf } from '#pipeline/split-episode/stretch-plan.js';
import { LeasedJobQueue } from '#pipeline/work-jobs/leased-job-queue.js';
import type { JobContext, JobQueue } from '#ports/job-queue.port.js';
import { makeEpisode } from '../../factories/episode.factory.js';
import { makeScanBatch } from '../../factories/scan-batch.factory.js';

export const SCAN_KEY = 'key';
const SHOTS_PER_STRETCH = 2;
const FRAMES_PER_STRETCH = 20;
const STRETCHES = 3;

export const PLAN = stretchPlanOf({
  stretches: Array.from({ length: STRETCHES }, (_, index) => ({
    index,
    start: index * FRAMES_PER_STRETCH,
    end: index === STRETCHES - 1 ? null : (index + 1) * FRAMES_PER_STRETCH,
    readFrom: index === 0 ? null : jointAt(index * FRAMES_PER_STRETCH),
  })),
  frames: STRETCHES * FRAMES_PER_STRETCH,
  undivided: null,
});

function jointAt(frame: number): Joint {
  const { nextTimestamp } = makeScanBatch({ first: 0, shots: frame / 10 });
  return { frame, timestamp: nextTimestamp, picture: `picture ${frame}` };
}

/** The shots of a stretch, or of the whole film where it is not divided, as its analyzer saves them. */
export function batchOf(stretch: number, shots = SHOTS_PER_STRETCH): ScanBatch {
  const batch = makeScanBatch({ first: stretch * SHOTS_PER_STRETCH, shots });
  return {
    ...batch,
    shots: batch.shots.map((shot, index) => ({ ...shot, index })),
    tracks: batch.tracks.map((track, index) => ({ ...track, id: `t${index}-1`, shotIndex: index })),
    crops: batch.crops.map((crop, index) => ({ ...crop, trackId: `t${index}-1` })),
  };
}

export function endOf(stretch: number, last = stretch === STRETCHES - 1): StretchEnd {
  return {
    first: jointAt(stretch * FRAMES_PER_STRETCH),
    next: last ? null : jointAt((stretch + 1) * FRAMES_PER_STRETCH),
    batches: 1,
    framesRead: 40,
    flaw: null,
    filmEnd: last ? { endTicks: 60_060, warnings: ['a warning'] } : null,
  };
}

export interface Analyzer {
  /** Stretches that are scanned side by side; one when absent. */
  readonly atOnce?: number;
  readonly split?: (context: JobContext) => Promise<void>;
  readonly scan?: (context: JobContext, stretch: number) => Promise<void>;
}

export class CoordinationBench {
  private readonly queues: LeasedJobQueue[] = [];

  private constructor(
    private readonly folder: string,
    readonly catalogue: Catalogue,
    readonly jobs: JobQueue,
  ) {}

  static async open(): Promise<CoordinationBench> {
    const folder = await mkdtemp(join(tmpdir(), 'castline-coordination-'));
    const catalogue = await openCatalogue({ folder });
    await catalogue.episodes.save(makeEpisode());
    const jobs = new LeasedJobQueue(catalogue.jobs, { pollMs: 10, leaseMs: 2000 });
    const bench = new CoordinationBench(folder, catalogue, jobs);
    bench.queues.push(jobs);
    return bench;
  }

  async close(): Promise<void> {
    for (const queue of this.queues) await queue.close();
    await this.catalogue.close();
    await rm(this.folder, { recursive: true });
  }

  /** What an analyzer does when nothing is wrong. */
  async keepPlan({ claim }: JobContext): Promise<void> {
    await this.catalogue.under(claim).stretches.keepPlan('ep-1', SCAN_KEY, PLAN);
  }

  async saveStretch({ claim, job }: JobContext, stretch: number, end = endOf(stretch)): Promise<void> {
    const { stretches } = this.catalogue.under(claim);
    const place = { episodeId: 'ep-1', scanKey: SCAN_KEY, planId: String(job.payload['planId']), stretch };
    await stretches.saveBatch(place, 0, batchOf(stretch));
    await stretches.finish(place, end);
  }

  async workAsAnalyzer({ split, scan, atOnce = 1 }: Analyzer = {}): Promise<void> {
    await this.jobs.work('episode.split', (context) =>
      whileAskedFor(this.jobs, context, () => (split ?? ((one) => this.keepPlan(one)))(context)),
    );
    const scanOne = scan ?? ((context: JobContext, stretch: number) => this.saveStretch(context, stretch));
    await this.jobs.work(
      'stretch.scan',
      (context) =>
        whileAskedFor(this.jobs, context, () => scanOne(context, Number(context.job.payload['stretch']))),
      { concurrency: atOnce },
    );
  }

  /** Works analyses; what they come to is in `scans`, by their jobs. */
  async workAsCoordinator(
    scans: Map<string, Scan>,
    onProgress: (progress: JobProgress) => void = () => undefined,
  ): Promise<(graceMs: number) => Promise<void>> {
    const queue = new LeasedJobQueue(this.catalogue.jobs, { pollMs: 10, leaseMs: 2000, abortMs: 500 });
    this.queues.push(queue);
    return queue.work(
      'episode.analyze',
      async ({ job, claim, signal }) => {
        const coordinate = new CoordinateAnalysis(queue, this.catalogue.under(claim), 20);
        scans.set(job.id, await coordinate.run({ job, scanKey: SCAN_KEY, onProgress, signal }));
      },
      { concurrency: 8 },
    );
  }

  analyze(key = 'analysis'): Promise<Job> {
    return this.jobs.enqueue({ kind: 'episode.analyze', episodeId: 'ep-1', key, payload: {} });
  }

  /** The jobs of these kinds, in any state. */
  async children(): Promise<Job[]> {
    const all = await this.jobs.list({ episodeId: 'ep-1' });
    return all.filter(({ kind }) => kind !== 'episode.analyze');
  }
}
