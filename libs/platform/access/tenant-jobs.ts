import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job } from '#domain/episode/job.js';
import type { Page, PageRequest } from '#domain/paging/page.js';
import type { TenantId } from '#domain/tenancy/tenant.js';
import { type JobListener, JobQueue } from '#ports/job-queue.port.js';
import type { JobFilter, JobRequest } from '#ports/job-table.port.js';

/** The queue as one tenant sees it: what is enqueued is theirs, another's jobs are not there. */
export class TenantJobs extends JobQueue {
  constructor(
    private readonly all: JobQueue,
    private readonly tenant: TenantId,
  ) {
    super();
  }

  enqueue(request: JobRequest): Promise<Job> {
    return this.all.enqueue({ ...request, tenant: this.tenant });
  }

  work(): Promise<never> {
    return Promise.reject(new CastlineError('internal', 'JOB.NOT_A_WORKER', 'a tenant works no jobs'));
  }

  async find(id: string): Promise<Job | undefined> {
    const job = await this.all.find(id);
    return job?.tenant === this.tenant ? job : undefined;
  }

  /** What others wait for is theirs to know. */
  depths(): Promise<never> {
    return Promise.reject(
      new CastlineError('internal', 'JOB.NOT_AN_OPERATOR', 'a tenant sees its own jobs only'),
    );
  }

  list(filter: JobFilter = {}): Promise<Job[]> {
    return this.all.list({ ...filter, tenant: this.tenant });
  }

  listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>> {
    return this.all.listPage({ ...filter, tenant: this.tenant }, page);
  }

  async cancel(id: string): Promise<boolean> {
    return (await this.find(id)) !== undefined && this.all.cancel(id);
  }

  watch(listener: JobListener): () => void {
    return this.all.watch((job, wasLost) => {
      if (job.tenant === this.tenant) listener(job, wasLost);
    });
  }
}
