import { dirname, basename } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import { startFfmpeg } from './confined-command.js';
import type { FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import { crashed, explainRefusal, stalled, throwIfAborted } from './media-errors.js';
import { waitWhileAlive } from './watchdog.js';

export interface PlanRun {
  readonly ffmpegPath: string;
  readonly plan: FfmpegPlan;
  readonly options: FfmpegOptions;
  readonly signal: AbortSignal | undefined;
}

const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs a plan that writes a file, to its end, and returns what it wrote to stdout.
 * @throws CastlineError DISK.FULL, FFMPEG.STALLED, FFMPEG.CRASHED, RUN.CANCELLED, or what is wrong with the file.
 */
export async function runPlan(run: PlanRun): Promise<string> {
  return (await runPlanHearing(run)).stdout;
}

/** The same, with the errors that it went on after. */
export async function runPlanHearing(run: PlanRun): Promise<{ stdout: string; messages: string }> {
  const { ffmpegPath, plan, options, signal } = run;
  const process = startFfmpeg(ffmpegPath, plan);
  const chunks: Buffer[] = [];
  let size = 0;
  process.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_OUTPUT) process.kill();
    else chunks.push(chunk);
  });
  const { exit, hasStalled } = await waitWhileAlive(process, options.stallAfterMs, signal);
  throwIfAborted(signal, 'cutting a clip');
  const messages = process.messages();
  if (/No space left on device|File too large|Disk quota exceeded/i.test(messages)) {
    throw new DiskFullError(plan.output);
  }
  if (hasStalled) throw stalled('ffmpeg', options.stallAfterMs);
  if (exit.error || exit.signal) throw crashed('ffmpeg', exit, messages);
  if (exit.code === 0) return { stdout: Buffer.concat(chunks).toString('utf8'), messages };
  throw /not on whitelist|moov atom|max_streams|Picture size/.test(messages)
    ? explainRefusal(messages, options)
    : crashed('ffmpeg', exit, messages);
}

class DiskFullError extends CastlineError {
  constructor(target: string, cause?: unknown) {
    const folder = dirname(target);
    const message = `no space left for ${basename(target)} in ${folder}; free some space and try again`;
    super('environment', 'DISK.FULL', message, { folder }, { cause });
  }
}

/** The error, told of the file that was asked for, when it is about a full disk. */
export function diskFull(error: unknown, target: string): CastlineError | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof DiskFullError) return new DiskFullError(target);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
    ? new DiskFullError(target, error)
    : undefined;
}
