import type { ConfinedProcess, ProcessExit } from './confined-process.js';

/** Waits for the end of a process that says something every second or so; kills it when it falls silent. */
export async function waitWhileAlive(
  process: ConfinedProcess,
  stallAfterMs: number,
  signal: AbortSignal | undefined,
): Promise<{ exit: ProcessExit; hasStalled: boolean }> {
  let hasStalled = false;
  const giveUp = (): void => {
    hasStalled = true;
    process.kill();
  };
  const timer = setTimeout(giveUp, stallAfterMs);
  for (const pipe of [process.stdout, process.side, process.child.stderr])
    pipe?.on('data', () => timer.refresh());
  signal?.addEventListener('abort', process.kill, { once: true });
  if (signal?.aborted) process.kill();
  const exit = await process.exited;
  clearTimeout(timer);
  signal?.removeEventListener('abort', process.kill);
  return { exit, hasStalled };
}
