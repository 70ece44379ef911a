// Starts a child in its own process group with a closed stdin and hardly any environment, and makes sure that it never
// outlives this process, however this process ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';

const STDERR_KEPT = 64 * 1024;
const PASSED_ON = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR'];

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Set when the program could not be started at all. */
  readonly error: Error | undefined;
}

export interface ConfinedProcess {
  readonly child: ChildProcess;
  readonly stdout: Readable;
  /** Descriptor 3 of the child, for what must not mix with pictures or messages. */
  readonly side: Readable;
  /** Settles, never rejects, when the process is gone and its pipes are closed. */
  readonly exited: Promise<ProcessExit>;
  /** The last 64 kB of its messages. */
  readonly messages: () => string;
  /** Lines it wrote to stderr so far. */
  readonly messageLines: () => number;
  /** Kills the whole group at once: nothing of an aborted run is ever used, so there is nothing to finish. */
  readonly kill: () => void;
}

export function startConfined(path: string, args: readonly string[]): ConfinedProcess {
  const child = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    shell: false,
    // An own process group: Ctrl-C in a terminal must reach us, not cut the decoder short behind our back.
    detached: true,
    cwd: tmpdir(),
    env: minimalEnvironment(),
    windowsHide: true,
  });
  const [, stdout, stderr, side] = child.stdio as unknown as [null, Readable, Readable, Readable];
  const messages = keepMessages(stderr);
  const guard = startGuard(child.pid);
  for (const pipe of [stdout, side]) pipe.on('error', () => undefined); // a killed child: `exited` tells the story
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('close', (code, signal) => resolve({ code, signal, error: undefined }));
  });
  child.once('exit', () => guard?.kill('SIGKILL'));
  return {
    child,
    stdout,
    side,
    exited,
    messages: messages.text,
    messageLines: messages.lines,
    kill: () => {
      killGroup(child);
      // A paused pipe would keep 'close' from coming.
      stdout.destroy();
      side.destroy();
    },
  };
}

function minimalEnvironment(): NodeJS.ProcessEnv {
  const kept = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/**
 * A sleeping shell that waits for the end of its stdin. That comes when this process is gone, even by SIGKILL; then it
 * kills the child's group. (Linux could do this with PR_SET_PDEATHSIG, which Node does not offer.)
 */
function startGuard(pid: number | undefined): ChildProcess | undefined {
  if (pid === undefined || process.platform === 'win32') return undefined;
  const script = 'read -r _; kill -s KILL -- "-$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'castline-guard', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
    env: {},
  });
  guard.on('error', () => undefined); // without a shell the child is merely less well guarded
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as { unref?: () => void }).unref?.();
  return guard;
}

function keepMessages(stderr: Readable): { text: () => string; lines: () => number } {
  let kept = '';
  let lines = 0;
  stderr.setEncoding('utf8');
  stderr.on('error', () => undefined);
  stderr.on('data', (chunk: string) => {
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) lines++;
    kept = (kept + chunk).slice(-STDERR_KEPT);
  });
  return { text: () => kept, lines: () => lines };
}
