import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { CastlineError, type ErrorKind } from '#domain/errors/castline-error.js';

const STATUS_OF: Readonly<Record<ErrorKind, number>> = {
  usage: 400,
  'not-found': 404,
  'bad-media': 422,
  'too-large': 413,
  conflict: 409,
  environment: 503,
  transient: 503,
  cancelled: 409,
  internal: 500,
};

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
}

/** Any error as RFC 9457 problem details; what was not foreseen says nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CastlineError) {
    const status = error.code === 'DISK.FULL' ? 507 : STATUS_OF[error.kind];
    return {
      type: `urn:castline:problem:${error.code}`,
      title: titleOf(error.code),
      status,
      detail: error.message,
      code: error.code,
    };
  }
  const status = error instanceof HttpException ? error.getStatus() : bodyParserStatus(error);
  const detail =
    error instanceof Error && status < 500
      ? error.message
      : "something went wrong on our side; the server's log says what";
  const code = status < 500 ? 'HTTP.REFUSED' : 'INTERNAL';
  return {
    type: 'about:blank',
    title: status < 500 ? 'Request refused' : 'Internal error',
    status,
    detail,
    code,
  };
}

/** Express's body parsers mark their refusals with a status (413 too large, 400 malformed). */
function bodyParserStatus(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

/** `MEDIA.NOT_A_VIDEO` -> `Not a video` */
function titleOf(code: string): string {
  const words = code.replace(/^.*\./, '').toLowerCase().replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.logger.error({ err: error, path: request.path }, problem.detail);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(problem, request, response);
  }
}

export function sendProblem(problem: Problem, request: Request, response: Response): void {
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer realm="castline"');
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, instance: request.path }));
}
