import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { type Job, JOB_KINDS } from '#domain/episode/job.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import type { QueueDepth } from '#ports/job-table.port.js';
import { ALL_JOBS } from '../tokens.js';
import { StageClock } from './stage-clock.js';

const STATES = ['queued', 'running'] as const;
const STAGE_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600];

/** Prometheus figures of this process: jobs by kind and state, queue depth and age, frames, speed of the work under way. */
@Injectable()
export class Metrics implements OnModuleInit {
  readonly registry = new Registry();
  private readonly ended = new Counter({
    name: 'castline_jobs_ended_total',
    help: 'jobs that ended in this process, by kind and state',
    labelNames: ['kind', 'state'],
    registers: [this.registry],
  });
  private readonly stalled = new Counter({
    name: 'castline_jobs_stalled_total',
    help: 'jobs whose worker ended or hung without a word, as this process found',
    labelNames: ['kind'],
    registers: [this.registry],
  });
  private readonly stages = new Histogram({
    name: 'castline_stage_seconds',
    help: 'how long a stage of a job took in this process',
    labelNames: ['kind', 'stage'],
    buckets: STAGE_SECONDS,
    registers: [this.registry],
  });
  private readonly frames = new Counter({
    name: 'castline_frames_decoded_total',
    help: 'frames decoded and looked at by this process; its rate is frames per second',
    registers: [this.registry],
  });
  private readonly decodeErrors = new Counter({
    name: 'castline_decode_errors_total',
    help: 'complaints of the decoder about damaged data',
    registers: [this.registry],
  });
  private readonly speed = new Gauge({
    name: 'castline_analysis_speed_ratio',
    help: 'episode seconds analysed per second, as last reported',
    registers: [this.registry],
  });
  private readonly clock = new StageClock((kind, stage, seconds) =>
    this.stages.observe({ kind, stage }, seconds),
  );

  constructor(@Inject(ALL_JOBS) private readonly jobs: JobQueue) {
    collectDefaultMetrics({ register: this.registry });
    this.measureQueue();
  }

  onModuleInit(): void {
    this.jobs.watch((job, wasLost) => this.observe(job, wasLost));
  }

  countFrame(): void {
    this.frames.inc();
  }

  countDecodeErrors(errors: number): void {
    this.decodeErrors.inc(errors);
  }

  private observe(job: Job, wasLost: boolean): void {
    const { kind, state, progress } = job;
    if (wasLost) this.stalled.inc({ kind });
    if (state === 'done' || state === 'failed' || state === 'cancelled') this.ended.inc({ kind, state });
    if (progress?.speed !== undefined) this.speed.set(progress.speed);
    this.clock.observe(job);
  }

  private measureQueue(): void {
    const { jobs, registry } = this;
    const measure = (name: string, help: string, valueOf: (depth: QueueDepth) => number): Gauge =>
      new Gauge({
        name,
        help,
        labelNames: ['kind', 'state'],
        registers: [registry],
        async collect() {
          for (const kind of JOB_KINDS) for (const state of STATES) this.set({ kind, state }, 0);
          for (const depth of await jobs.depths())
            this.set({ kind: depth.kind, state: depth.state }, valueOf(depth));
        },
      });
    measure('castline_queue_jobs', 'jobs waiting or worked on, in all processes', (depth) => depth.jobs);
    measure(
      'castline_queue_oldest_seconds',
      'time since the oldest of them was asked for, 0 where there is none',
      ({ oldest }) => Math.max(0, Date.now() - Date.parse(oldest)) / 1000,
    );
  }
}
