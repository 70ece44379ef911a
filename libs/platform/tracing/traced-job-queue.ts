import type { Job, JobKind } from '#domain/episode/job.js';
import type { Page, PageRequest } from '#domain/paging/page.js';
import { type JobHandler, type JobListener, JobQueue } from '#ports/job-queue.port.js';
import type { JobFilter, JobRequest, QueueDepth } from '#ports/job-table.port.js';
import { contextFrom, currentTraceparent, inSpan, SpanKind } from './trace-context.js';

/** A job queue through which traces go on: a job remembers what asked for it, and its work is a span of that trace. */
export class TracedJobQueue extends JobQueue {
  constructor(private readonly inner: JobQueue) {
    super();
  }

  async enqueue(request: JobRequest): Promise<Job> {
    const { kind, episodeId } = request;
    const attributes = { 'castline.episode.id': episodeId };
    return inSpan(`${kind} enqueue`, { kind: SpanKind.PRODUCER, attributes }, async () => {
      const traceparent = currentTraceparent();
      if (traceparent === undefined) return this.inner.enqueue(request);
      return this.inner.enqueue({ ...request, payload: { ...request.payload, traceparent } });
    });
  }

  work(
    kind: JobKind,
    handler: JobHandler,
    options?: { concurrency?: number },
  ): Promise<(graceMs: number) => Promise<void>> {
    const traced: JobHandler = (jobContext) => {
      const { id, episodeId, tenant, attempts, payload } = jobContext.job;
      const attributes = {
        'castline.job.id': id,
        'castline.job.attempt': attempts,
        'castline.episode.id': episodeId,
        'castline.tenant': tenant,
      };
      const parent = contextFrom(payload['traceparent']);
      return inSpan(kind, { kind: SpanKind.CONSUMER, attributes, parent }, () => handler(jobContext));
    };
    return this.inner.work(kind, traced, options);
  }

  find(id: string): Promise<Job | undefined> {
    return this.inner.find(id);
  }

  depths(): Promise<QueueDepth[]> {
    return this.inner.depths();
  }

  list(filter?: JobFilter): Promise<Job[]> {
    return this.inner.list(filter);
  }

  listPage(filter: JobFilter, page: PageRequest): Promise<Page<Job>> {
    return this.inner.listPage(filter, page);
  }

  cancel(id: string): Promise<boolean> {
    return this.inner.cancel(id);
  }

  watch(listener: JobListener): () => void {
    return this.inner.watch(listener);
  }
}
