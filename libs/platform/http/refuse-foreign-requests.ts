// A server without tokens trusts whoever reaches it on loopback, and a browser on this machine does: any page of the web
// may make it send requests to 127.0.0.1, under a name of its own that resolves to there (DNS rebinding) or not.
import { ForbiddenException } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isLoopback } from './assert-safe-binding.js';
import { problemOf, sendProblem } from './problem.filter.js';

/**
 * Answers 403 to requests that were addressed to another name than this machine's own, or sent by a page of another
 * origin. With tokens there is nothing to refuse: a foreign page does not know any.
 */
export function refuseForeignRequests(asksForTokens: boolean): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const refusal = asksForTokens ? undefined : findRefusal(request.headers);
    if (refusal === undefined) next();
    else sendProblem(problemOf(new ForbiddenException(refusal)), request, response);
  };
}

interface RequestNames {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/** Why a request is refused, as one sentence; undefined when it is welcome. */
export function findRefusal({ host = '', origin }: RequestNames): string | undefined {
  if (!isLoopback(nameIn(host)))
    return `this server answers to localhost only, not to ${JSON.stringify(host)}; to use another name, set CASTLINE_TOKENS`;
  if (origin !== undefined && origin !== `http://${host}`)
    return `a page of ${origin} may not use this server, only its own page may`;
  return undefined;
}

/** `127.0.0.1:7840` -> `127.0.0.1`, `[::1]:7840` -> `::1` */
function nameIn(host: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
  return (bracketed ?? plain ?? '').toLowerCase();
}
