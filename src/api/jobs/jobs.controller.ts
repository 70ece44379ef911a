import { Controller, Delete, Get, HttpCode, type MessageEvent, Param, Query, Sse } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Observable } from 'rxjs';
import { z } from 'zod';
import { type JobsParameters, jobsParametersSchema } from '#contracts/page.contract.js';
import { jobSchema } from '#contracts/resources.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job } from '#domain/episode/job.js';
import type { Page } from '#domain/paging/page.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { Answers, DescribesQuery, pageOf } from '../api-docs.js';
import { jobResource } from '../episodes/episode.resource.js';

/** Workers may run in another process, whose changes nobody tells us of: look at least so often. */
const POLL_MS = 1000;

const hasEnded = ({ state }: Job): boolean => state === 'done' || state === 'failed' || state === 'cancelled';

@ApiTags('jobs')
@Controller('api/v1/jobs')
export class JobsController {
  constructor(private readonly jobs: JobQueue) {}

  /** Newest first. */
  @Get()
  @DescribesQuery(jobsParametersSchema)
  @Answers(pageOf(jobSchema))
  async list(
    @Query(new ZodPipe(jobsParametersSchema)) { limit, after, ...filter }: JobsParameters,
  ): Promise<Page<z.output<typeof jobSchema>>> {
    const { items, next } = await this.jobs.listPage(filter, { limit, after });
    return { items: items.map(jobResource), next };
  }

  @Get(':id')
  @Answers(jobSchema)
  async find(@Param('id') id: string): Promise<z.output<typeof jobSchema>> {
    return jobResource(await this.require(id));
  }

  /** Cancels; a job that has ended stays as it is. */
  @Delete(':id')
  @HttpCode(204)
  async cancel(@Param('id') id: string): Promise<void> {
    await this.require(id);
    await this.jobs.cancel(id);
  }

  /** Server-sent events: `job` with the job at once and at every change, until it has ended. */
  @Sse(':id/events')
  async events(@Param('id') id: string): Promise<Observable<MessageEvent>> {
    const first = await this.require(id);
    return new Observable((subscriber) => {
      let lastUpdate = '';
      const tell = (job: Job): void => {
        if (subscriber.closed || job.id !== id) return;
        const state = JSON.stringify([job.updatedAt, job.state, job.progress]);
        if (state !== lastUpdate) subscriber.next({ type: 'job', data: jobResource(job) });
        lastUpdate = state;
        if (hasEnded(job)) subscriber.complete();
      };
      const unwatch = this.jobs.watch(tell);
      const poll = setInterval(() => {
        this.jobs.find(id).then(
          (job) => (job ? tell(job) : subscriber.complete()),
          (error: unknown) => subscriber.error(error),
        );
      }, POLL_MS);
      tell(first);
      return () => {
        unwatch();
        clearInterval(poll);
      };
    });
  }

  private async require(id: string): Promise<Job> {
    const job = await this.jobs.find(id);
    if (!job)
      throw new CastlineError('not-found', 'JOB.MISSING', `there is no job ${JSON.stringify(id)}`, { id });
    return job;
  }
}
