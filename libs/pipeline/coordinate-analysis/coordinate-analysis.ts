import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job, JobProgress } from '#domain/episode/job.js';
import type { Scan } from '#domain/episode/scan.js';
import type { StretchPlan } from '#domain/episode/stretch.js';
import { toNumber } from '#domain/time/rational.js';
import type { EpisodeRepository } from '#ports/episode-repository.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import type { ScanRepository } from '#ports/scan-repository.port.js';
import type { StretchRepository } from '#ports/stretch-repository.port.js';
import type { ProgressListener } from '../progress.js';
import { ChildJobs } from './child-jobs.js';
import { MergeStretches } from './merge-stretches.js';
import { sumProgress } from './sum-progress.js';

export interface CoordinateRequest {
  readonly job: Job;
  readonly scanKey: string;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal: AbortSignal;
}

/** What it works on, under the job's fence. */
export interface Coordinated {
  readonly episodes: EpisodeRepository;
  readonly scans: ScanRepository;
  readonly stretches: StretchRepository;
}

const POLL_MS = 1000;
/** An analysis on which nothing moves, as it waits behind others, is looked at less and less often, down to one in so many. */
const RAREST_LOOK = 6;

/**
 * The scan of an episode by any number of analyzers: has it split, has its stretches scanned, waits for them in whatever
 * order they come, and merges them once. It does little but look, so a process coordinates many; all that it knows is in
 * the catalogue, so another process goes on where it was.
 */
export class CoordinateAnalysis {
  private readonly merging: MergeStretches;

  constructor(
    private readonly jobs: JobQueue,
    private readonly catalogue: Coordinated,
    private readonly pollMs = POLL_MS,
  ) {
    this.merging = new MergeStretches(catalogue.scans, catalogue.stretches);
  }

  async run(request: CoordinateRequest): Promise<Scan> {
    const children = new ChildJobs(this.jobs, request.job);
    try {
      return (await this.findComplete(request)) ?? (await this.untilComplete(request, children));
    } catch (error) {
      if (await this.hasEnded(request.job.id, error)) await children.cancelAll();
      throw error;
    }
  }

  private async untilComplete(request: CoordinateRequest, children: ChildJobs): Promise<Scan> {
    let [seen, before, pauseMs] = ['', '', this.pollMs];
    const onProgress = (progress: JobProgress): void => {
      const told = JSON.stringify(progress);
      if (told !== seen) request.onProgress?.(progress);
      seen = told;
    };
    for (;;) {
      if (request.signal.aborted) throw new CancelledError('the analysis');
      const scan = await this.step({ ...request, onProgress }, children);
      if (scan) return scan;
      pauseMs = seen === before ? Math.min(pauseMs * 2, RAREST_LOOK * this.pollMs) : this.pollMs;
      before = seen;
      await this.pause(request, pauseMs);
    }
  }

  /** A scan that was made before, with whatever was left of its making cleared away. */
  private async findComplete({ job, scanKey }: CoordinateRequest): Promise<Scan | undefined> {
    const { scans, stretches } = this.catalogue;
    const scan = await scans.find(job.episodeId, scanKey);
    if (!scan?.isComplete) return undefined;
    const plan = await stretches.findPlan(job.episodeId, scanKey);
    if (plan) await stretches.clear(job.episodeId, scanKey, plan.id);
    return scan;
  }

  /** Looks once, and does what there is to do. */
  private async step(request: CoordinateRequest, children: ChildJobs): Promise<Scan | undefined> {
    const { job, scanKey, onProgress } = request;
    const { episodeId } = job;
    await children.look();
    const plan = await this.catalogue.stretches.findPlan(episodeId, scanKey);
    if (!plan) {
      const complete = await this.findComplete(request);
      if (complete) return complete;
      await children.ensure({
        kind: 'episode.split',
        key: `${episodeId}:${scanKey}:split`,
        payload: { scanKey },
      });
      onProgress?.({ stage: 'split', fraction: 0 });
      return undefined;
    }
    const finished = await this.catalogue.stretches.listFinished(episodeId, scanKey);
    if (finished.length === plan.stretches.length) {
      onProgress?.({ stage: 'merge', fraction: 0 });
      return this.merging.run({ episodeId, scanKey, plan, finished });
    }
    const isFinished = new Set(finished.map(({ index }) => index));
    const missing = plan.stretches.filter(({ index }) => !isFinished.has(index)).map(({ index }) => index);
    onProgress?.(await this.askFor(missing, plan, request, children));
    return undefined;
  }

  private async askFor(
    missing: readonly number[],
    plan: StretchPlan,
    { job, scanKey }: CoordinateRequest,
    children: ChildJobs,
  ): Promise<JobProgress> {
    const progress = new Map<number, JobProgress | null>();
    for (const stretch of missing) {
      const child = await children.ensure({
        kind: 'stretch.scan',
        key: `${job.episodeId}:${scanKey}:${plan.id}:${stretch}`,
        payload: { scanKey, planId: plan.id, stretch },
      });
      progress.set(stretch, child.progress);
    }
    const facts = (await this.catalogue.episodes.find(job.episodeId))?.facts;
    return sumProgress(plan, progress, facts ? toNumber(facts.frameRate) : undefined);
  }

  /** Until it is time to look again; a job of the episode that ends in this process ends the pause. */
  private async pause({ job, signal }: CoordinateRequest, ms: number): Promise<void> {
    const early = new AbortController();
    const unwatch = this.jobs.watch(({ episodeId, state }) => {
      if (episodeId === job.episodeId && state !== 'running' && state !== 'queued') early.abort();
    });
    try {
      await sleep(ms, undefined, { signal: AbortSignal.any([early.signal, signal]) });
    } catch {
      // woken
    } finally {
      unwatch();
    }
  }

  /** Whether nobody will go on with this job: then what it asked for is not wanted any more. */
  private async hasEnded(jobId: string, error: unknown): Promise<boolean> {
    const isFinal =
      error instanceof CastlineError && (error.kind === 'bad-media' || error.kind === 'conflict');
    if (isFinal && error.code !== 'JOB.LEASE_LOST') return true;
    return (await this.jobs.find(jobId))?.state === 'cancelled';
  }
}
