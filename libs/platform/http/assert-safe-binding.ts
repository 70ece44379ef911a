import { isIPv4 } from 'node:net';
import { CastlineError } from '#domain/errors/castline-error.js';

/**
 * The server may be reached from other machines only when callers must show a token.
 * @throws CastlineError usage SERVE.UNSAFE_BINDING
 */
export function assertSafeBinding(host: string, hasTokens: boolean): void {
  if (hasTokens || isLoopback(host)) return;
  const message =
    `refusing to bind to ${host}: anybody who reaches this machine could read and delete episodes. ` +
    'Set CASTLINE_TOKENS to one or more secret tokens (at least 16 characters, separated by commas), or CASTLINE_REQUIRE_TOKEN=true ' +
    'and make tokens with `castline tokens add`, or bind to 127.0.0.1';
  throw new CastlineError('usage', 'SERVE.UNSAFE_BINDING', message, { host });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
