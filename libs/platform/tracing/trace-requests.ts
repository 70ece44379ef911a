import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { contextFrom } from './trace-context.js';

/** Makes each request a span, of the trace that its `traceparent` header names if it has one. */
export function traceRequests(request: Request, response: Response, next: NextFunction): void {
  const parent = contextFrom(request.get('traceparent'));
  const attributes = { 'http.request.method': request.method, 'url.path': request.path };
  const options = { kind: SpanKind.SERVER, attributes };
  const span = trace.getTracer('castline').startSpan(request.method, options, parent);
  response.once('close', () => {
    const route = (request as { route?: { path?: unknown } }).route?.path;
    // the route and not the path: ids would make every name another
    if (typeof route === 'string')
      span.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
    span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
}
