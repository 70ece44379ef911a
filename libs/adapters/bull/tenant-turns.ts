import type { Queue } from 'bull';

/**
 * Start-time fair queueing: a tenant's next job stands one turn after its last one, but never before the turn that is
 * being served. Bull delivers the lowest number first, so a tenant that comes new stands beside the first waiting job of
 * a flood, not behind its last. https://doi.org/10.1109/90.649569
 */
const TAKE_TURN = `
  local last = tonumber(redis.call('HGET', KEYS[1], 'of:' .. ARGV[1]) or 0)
  local served = tonumber(redis.call('HGET', KEYS[1], 'served') or 1)
  local turn = math.max(last + 1, served)
  redis.call('HSET', KEYS[1], 'of:' .. ARGV[1], turn)
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return turn`;

const SERVE_TURN = `
  local served = tonumber(redis.call('HGET', KEYS[1], 'served') or 0)
  if tonumber(ARGV[1]) > served then redis.call('HSET', KEYS[1], 'served', ARGV[1]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** Of a queue that nobody used for so long all turns are forgotten. */
const FORGET_MS = 7 * 24 * 3600 * 1000;

/** The number under which the tenant's next job waits: Bull's priority. */
export async function takeTurn(queue: Queue, tenant: string): Promise<number> {
  return Number(await queue.client.eval(TAKE_TURN, 1, queue.toKey('turns'), tenant, FORGET_MS));
}

export async function serveTurn(queue: Queue, turn: number): Promise<void> {
  await queue.client.eval(SERVE_TURN, 1, queue.toKey('turns'), turn, FORGET_MS);
}
