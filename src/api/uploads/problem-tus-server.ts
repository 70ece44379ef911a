import { Server } from '@tus/server';
import { CastlineError } from '#domain/errors/castline-error.js';
import { problemOf, type Problem } from '#platform/http/problem.filter.js';

interface Refusal {
  readonly status_code: number;
  readonly body: string;
}

/** The tus server, except that its refusals are problem details like those of every other route. */
export class ProblemTusServer extends Server {
  override write(
    ...[context, headers, status, body = '']: Parameters<Server['write']>
  ): ReturnType<Server['write']> {
    if (status < 400) return super.write(context, headers, status, body);
    headers.set('Content-Type', 'application/problem+json');
    return super.write(context, headers, status, asProblem(status, body));
  }
}

/** What an `onUploadFinish` of ours throws: the tus server answers with exactly these two fields. */
export function tusRefusal(error: unknown): Error & Refusal {
  const problem = problemOf(error);
  return Object.assign(new Error(problem.detail), {
    status_code: problem.status,
    body: JSON.stringify(problem),
  });
}

/** The answer to an error that is no refusal yet, such as one of the disk; nothing is told of the inside. */
export function tusAnswerTo(error: Error | Refusal): Refusal | undefined {
  if ('status_code' in error) return undefined; // the tus server knows what to say
  const code = 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return tusRefusal(error);
  const message = 'no space is left for the upload; it can go on from where it is when there is some';
  return tusRefusal(new CastlineError('environment', 'DISK.FULL', message, {}, { cause: error }));
}

/** A refusal of ours is one already; the server's own are a line of text. */
function asProblem(status: number, body: string): string {
  if (body.startsWith('{')) return body;
  const problem: Problem = {
    type: 'about:blank',
    title: status < 500 ? 'Request refused' : 'Internal error',
    status,
    detail: body.trim() || 'the upload was refused',
    code: status < 500 ? 'UPLOAD.REFUSED' : 'INTERNAL',
  };
  return JSON.stringify(problem);
}
