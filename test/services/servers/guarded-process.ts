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

/** Ends with whoever holds its standard input, however that process ends, and with its server. */
const GUARD = `
  exec 3<&0
  "$@" >>server.log 2>&1 </dev/null 3<&- & server=$!
  { cat <&3 >/dev/null; kill -9 $server; } 2>/dev/null & watch=$!
  wait $server
  code=$?
  kill -9 $watch 2>/dev/null
  exit $code`;

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
    const own = guard;
    let hasAnswered = false;
    own.once('exit', (code) => {
      if (guard !== own || !hasAnswered) return;
      guard = undefined;
      // Whoever tests against it must live with that too; that it was so is to be seen.
      void logEnd(plan).then((end) =>
        console.error(`${plan.name} ended by itself (${code}), and is started again:\n${end}`),
      );
      restart().catch(() => undefined);
    });
    await untilAnswered(plan);
    hasAnswered = true;
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

async function untilAnswered(plan: ServerPlan): Promise<void> {
  const giveUpAt = performance.now() + START_MS;
  for (;;) {
    try {
      return await plan.answers();
    } catch (cause) {
      if (performance.now() > giveUpAt)
        throw new Error(`${plan.name} does not answer; the end of its log:\n${await logEnd(plan)}`, {
          cause,
        });
      await sleep(100);
    }
  }
}

async function logEnd({ scratch }: ServerPlan): Promise<string> {
  const log = await readFile(join(scratch, 'server.log'), 'utf8').catch(() => '');
  return log.slice(-2000);
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
