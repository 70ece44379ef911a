import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import type { Request } from 'express';

/** Paths that tell nothing of episodes and are asked by machines without tokens. */
const OPEN_PATHS = new Set(['/healthz', '/readyz']);

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Every request needs one of the configured tokens; without any configured, the server is on loopback and open. */
@Injectable()
export class BearerTokenGuard implements CanActivate {
  private readonly digests: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.digests = tokens.map(digest);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (this.digests.length === 0 || OPEN_PATHS.has(request.path)) return true;
    const token = tokenOf(request);
    if (token !== undefined && this.digests.some((known) => timingSafeEqual(known, digest(token))))
      return true;
    throw new UnauthorizedException('send one of the configured tokens: "Authorization: Bearer TOKEN"');
  }
}

/** The header, or `?token=` for what cannot set headers: an <img>, a <video>, an EventSource. */
function tokenOf(request: Request): string | undefined {
  const header = /^Bearer (.+)$/.exec(request.get('Authorization') ?? '');
  const query = request.query['token'];
  return header?.[1] ?? (typeof query === 'string' ? query : undefined);
}
