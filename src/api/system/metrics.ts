import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Job } from '#domain/episode/job.js';
import { ALL_JOBS } from '#platform/ports.module.js';
import type { JobQueue } from '#ports/job-queue.port.js';

/** Prometheus figures of this process: jobs by kind and state, queue depth and age, speed of the work under way. */
@Injectable()
export class Metrics implements OnModuleInit {
  readonly registry = new Registry();
  private readonly ended = new Counter({
    name: 'castline_jobs_ended_total',
    help: 'jobs that ended in this process, by kind and state',
    labelNames: ['kind', 'state'],
    registers: [this.registry],
  });
  private readonly speed = new Gauge({
    name: 'castline_analysis_speed_ratio',
    help: 'episode seconds analysed per second, as last reported',
    registers: [this.registry],
  });

  constructor(@Inject(ALL_JOBS) private readonly jobs: JobQueue) {
    collectDefaultMetrics({ register: this.registry });
    this.measureQueue();
  }

  onModuleInit(): void {
    this.jobs.watch((job) => this.observe(job));
  }

  private observe({ kind, state, progress }: Job): void {
    if (state === 'done' || state === 'failed' || state === 'cancelled') this.ended.inc({ kind, state });
    if (progress?.speed !== undefined) this.speed.set(progress.speed);
  }

  private measureQueue(): void {
    const { jobs, registry } = this;
    new Gauge({
      name: 'castline_queue_jobs',
      help: 'jobs waiting or running',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        for (const state of ['queued', 'running'] as const)
          this.set({ state }, (await jobs.list({ state })).length);
      },
    });
    new Gauge({
      name: 'castline_queue_oldest_seconds',
      help: 'age of the oldest waiting job, 0 when none waits',
      registers: [registry],
      async collect() {
        const ages = (await jobs.list({ state: 'queued' })).map(
          ({ createdAt }) => Date.now() - Date.parse(createdAt),
        );
        this.set(Math.max(0, ...ages) / 1000);
      },
    });
  }
}
