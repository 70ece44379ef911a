import { type ExecutionContext, HttpException, Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { Request } from 'express';
import { findPrincipal } from './principal-of.js';

/** So many requests a minute for each token; who shows none is counted by address. Counted per process. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override getTracker(request: Request): Promise<string> {
    const principal = findPrincipal(request);
    return Promise.resolve(
      principal ? `${principal.tenant}/${principal.name}` : `stranger/${request.ip ?? 'unknown'}`,
    );
  }

  /** All routes count together. */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override throwThrottlingException(): Promise<void> {
    throw new HttpException('too many requests; wait as long as Retry-After says', 429);
  }
}
