import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

export interface Measured {
  readonly wallSeconds: number;
  /** Peak of the resident memory of the process and everything it started, in bytes (sampled five times a second). */
  readonly peakBytes: number;
  readonly exitCode: number;
  /** Lines of standard output with the seconds at which they came. */
  readonly lines: readonly { readonly seconds: number; readonly text: string }[];
}

/** Runs a program to its end and measures it from outside, children included. Linux only (/proc). */
export async function measureProcess(program: string, args: readonly string[]): Promise<Measured> {
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines: { seconds: number; text: string }[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) lines.push({ seconds: elapsed(), text });
  });
  let peakBytes = 0;
  const watch = setInterval(() => {
    void residentBytesOfTree(child.pid!).then((bytes) => (peakBytes = Math.max(peakBytes, bytes)));
  }, 200);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
  clearInterval(watch);
  return { wallSeconds: elapsed(), peakBytes, exitCode, lines };
}

async function residentBytesOfTree(root: number): Promise<number> {
  const parents = new Map<number, { parent: number; bytes: number }>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const status = await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '');
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    parents.set(Number(entry), { parent, bytes: 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) });
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isBelow(parents.get(pid)!.parent));
  return [...parents].filter(([pid]) => isBelow(pid)).reduce((sum, [, { bytes }]) => sum + bytes, 0);
}
