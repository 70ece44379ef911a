import { startConfined, type ConfinedProcess, type ProcessExit } from './confined-process.js';

const MOST_OUTPUT = 32 * 1024 * 1024;

export interface Ended {
  readonly exit: ProcessExit;
  readonly stdout: Buffer;
  readonly messages: string;
  /** It ran past its time and was killed. */
  readonly timedOut: boolean;
}

export interface RunToEnd {
  readonly path: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program that ends soon and says little (at most 32 MB), such as ffprobe. Never rejects. */
export async function runToEnd({ path, args, timeoutMs, signal }: RunToEnd): Promise<Ended> {
  const process = startConfined(path, args);
  const chunks: Buffer[] = [];
  let size = 0;
  process.side.resume();
  process.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_OUTPUT) process.kill();
    else chunks.push(chunk);
  });
  const { exit, timedOut } = await waitFor(process, timeoutMs, signal);
  return { exit, stdout: Buffer.concat(chunks), messages: process.messages(), timedOut };
}

/** Waits for the end of a process, killing it when its time is up or the signal says so. */
export async function waitFor(
  process: ConfinedProcess,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ exit: ProcessExit; timedOut: boolean }> {
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    process.kill();
  }, timeoutMs);
  signal?.addEventListener('abort', process.kill, { once: true });
  if (signal?.aborted) process.kill();
  const exit = await process.exited;
  clearTimeout(timer);
  signal?.removeEventListener('abort', process.kill);
  return { exit, timedOut };
}
