import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { trace } from '@opentelemetry/api';
import type { DomainEvent } from '#domain/episode/domain-event.js';
import type { JobContext, JobHandler, JobQueue } from '#ports/job-queue.port.js';
import type { JobRequest } from '#ports/job-table.port.js';
import type { Workspaces } from '#ports/workspaces.port.js';
import { startTracing } from './start-tracing.js';
import { inSpan, SpanKind } from './trace-context.js';
import { TracedJobQueue } from './traced-job-queue.js';
import { TracedWorkspaces } from './traced-workspaces.js';

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number };
}

/** An OpenTelemetry collector as far as this test needs one: keeps the bodies it is sent. */
class Collector {
  readonly bodies: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      this.bodies.push(body);
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  spans(): SentSpan[] {
    interface Body {
      resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
    }
    return this.bodies.flatMap((body) =>
      (JSON.parse(body) as Body).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans),
      ),
    );
  }
}

const EVENT: DomainEvent = { id: 'e', type: 'episode.analyzed.v1', episodeId: 'x', time: '', data: {} };

describe('tracing', () => {
  const collector = new Collector();
  const requests: JobRequest[] = [];
  const told: DomainEvent[] = [];
  let handler: JobHandler | undefined;

  before(async () => {
    const endpoint = await collector.open();
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = endpoint;
    const stop = startTracing('test');
    const inner = {
      enqueue: async (request: JobRequest) => void requests.push(request),
      work: async (_kind: string, given: JobHandler) => void (handler = given),
    } as unknown as JobQueue;
    const workspaces = {
      of: () => ({
        episodes: { save: (_: unknown, events: DomainEvent[]) => void told.push(...events) },
        timelines: {},
        casts: {},
        clips: {},
        works: {},
      }),
    } as unknown as Workspaces;
    const queue = new TracedJobQueue(inner);
    await inSpan('request', { kind: SpanKind.SERVER, attributes: {} }, () =>
      queue.enqueue({ kind: 'episode.analyze', episodeId: 'x', key: 'k', payload: { castId: 'c' } }),
    );
    await queue.work('episode.analyze', async () => {
      await new TracedWorkspaces(workspaces).of('t').episodes.save({} as never, [EVENT]);
      throw new Error('it broke');
    });
    const job = { id: 'j', episodeId: 'x', tenant: 't', attempts: 1, payload: requests[0]?.payload };
    await assert.rejects(async () => handler?.({ job } as unknown as JobContext), /it broke/);
    await stop();
  });

  after(() => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    trace.disable();
    collector.close();
  });

  const spanCalled = (name: string): SentSpan => {
    const span = collector.spans().find((sent) => sent.name === name);
    assert.ok(span, `no span ${name} was sent`);
    return span;
  };

  it('sends spans to the collector under the app’s name', () => {
    assert.match(collector.bodies.join(''), /castline-test/);
    assert.deepEqual(
      collector.spans().map(({ name }) => name),
      ['episode.analyze enqueue', 'request', 'episode.analyze'],
    );
  });

  it('goes on through a job, which keeps its own payload', () => {
    const [asked, work] = [spanCalled('episode.analyze enqueue'), spanCalled('episode.analyze')];
    assert.equal(work.traceId, spanCalled('request').traceId);
    assert.equal(work.parentSpanId, asked.spanId);
    assert.equal(requests[0]?.payload['castId'], 'c');
  });

  it('marks work that failed', () => {
    assert.equal(spanCalled('episode.analyze').status.code, 2);
    assert.notEqual(spanCalled('request').status.code, 2);
  });

  it('goes on through the events of that work', () => {
    const work = spanCalled('episode.analyze');
    assert.equal(told[0]?.traceparent, `00-${work.traceId}-${work.spanId}-01`);
  });

  it('does nothing where no collector is named', async () => {
    assert.equal(await startTracing('test', {})(), undefined);
  });
});
