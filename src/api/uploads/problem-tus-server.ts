import { Server } from '@tus/server';
import { problemOf, type Problem } from '#platform/http/problem.filter.js';

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
export function tusRefusal(error: unknown): Error & { status_code: number; body: string } {
  const problem = problemOf(error);
  return Object.assign(new Error(problem.detail), {
    status_code: problem.status,
    body: JSON.stringify(problem),
  });
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
