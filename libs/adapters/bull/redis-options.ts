import type { QueueOptions } from 'bull';
import { CastlineError } from '#domain/errors/castline-error.js';

type RedisOptions = Exclude<QueueOptions['redis'], string | undefined>;

const LONGEST_PAUSE_MS = 2_000;

/**
 * How to reach the Redis of this URL, again and again for as long as it is away.
 * @param url redis://user:password@host:6379/0, or rediss:// with TLS
 * @throws CastlineError `usage` REDIS.BAD_URL
 */
export function redisOptionsOf(url: string): RedisOptions {
  const parts = URL.canParse(url) ? new URL(url) : undefined;
  if (!parts || !['redis:', 'rediss:'].includes(parts.protocol) || parts.hostname === '')
    throw new CastlineError(
      'usage',
      'REDIS.BAD_URL',
      `expected redis://host:6379/0, got ${withoutPassword(url)}`,
    );
  return {
    host: parts.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parts.port || 6379),
    db: Number(parts.pathname.slice(1) || 0),
    ...(parts.username && { username: decodeURIComponent(parts.username) }),
    ...(parts.password && { password: decodeURIComponent(parts.password) }),
    ...(parts.protocol === 'rediss:' && { tls: {} }),
    keepAlive: 10_000,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS),
  };
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
