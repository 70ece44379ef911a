import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server for tests, on loopback, with a scratch folder of its own. */
export interface TestServer {
  readonly url: string;
  /** What it is, with its version. */
  readonly name: string;
  /** As kill -9 does; its files stay. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

export interface ServerPlan {
  readonly name: string;
  readonly url: string;
  readonly scratch: string;
  readonly command: readonly [string, ...string[]];
  /** Throws as long as it does not answer. */
  readonly answers: () => Promise<void>;
}

/** Ends with whoever holds its standard input, however that process ends. */
const GUARD = '"$@" >>server.log 2>&1 </dev/null & cat >/dev/null; kill -9 $!; wait $! 2>/dev/null';

const START_MS = 60_000;

export async function startServer(plan: ServerPlan): Promise<TestServer> {
  let guard: ChildProcess | undefined;
  const restart = async (): Promise<void> => {
    guard = spawn('sh', ['-c', GUARD, 'guard', ...plan.command], {
      cwd: plan.scratch,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guard.unref();
    (guard.stdin as Socket).unref();
    await untilAnswered(plan);
  };
  const kill = async (): Promise<void> => {
    if (!guard) return;
    guard.ref(); // waiting for its end keeps this process alive
    const ended = once(guard, 'exit');
    guard.stdin?.end();
    guard = undefined;
    await ended;
  };
  const stop = async (): Promise<void> => {
    await kill();
    await rm(plan.scratch, { recursive: true, force: true });
  };
  await restart();
  return { url: plan.url, name: plan.name, kill, restart, stop };
}

async function untilAnswered({ name, scratch, answers }: ServerPlan): Promise<void> {
  const giveUpAt = performance.now() + START_MS;
  for (;;) {
    try {
      return await answers();
    } catch (cause) {
      if (performance.now() > giveUpAt) {
        const log = await readFile(join(scratch, 'server.log'), 'utf8').catch(() => '');
        throw new Error(`${name} does not answer; the end of its log:\n${log.slice(-2000)}`, { cause });
      }
      await sleep(100);
    }
  }
}

export function makeScratch(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `castline-${name}-`));
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
