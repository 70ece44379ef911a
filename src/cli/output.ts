import { SingleBar } from 'cli-progress';
import type { JobProgress } from '#domain/episode/job.js';
import { CastlineError } from '#domain/errors/castline-error.js';

/** Where a command speaks: for a person (results on stdout, everything else on stderr) or, with --json, one JSON object per line on stdout. */
export interface Output {
  /** A result, for a person as text. */
  result(text: string, data: Readonly<Record<string, unknown>>): void;
  warn(message: string): void;
  progress(progress: JobProgress): void;
  fail(error: unknown): void;
  /** Ends the progress bar, so that what follows stands on its own line. */
  done(): void;
}

/** @param events where JSON lines other than the result go: a command whose result is one document keeps stdout for it */
export function createOutput(json: boolean, events: 'stdout' | 'stderr'): Output {
  if (json) return new JsonOutput(process[events]);
  return process.stderr.isTTY ? new TerminalOutput() : new PlainOutput();
}

class JsonOutput implements Output {
  private lastFraction = -1;
  private lastStage = '';

  constructor(private readonly events: NodeJS.WritableStream) {}

  result(_text: string, data: Readonly<Record<string, unknown>>): void {
    process.stdout.write(`${JSON.stringify(data)}\n`);
  }
  warn(message: string): void {
    this.line({ event: 'warning', message });
  }
  progress(progress: JobProgress): void {
    // a line per percent is plenty for a program that reads along
    if (progress.stage === this.lastStage && progress.fraction - this.lastFraction < 0.01) return;
    this.lastStage = progress.stage;
    this.lastFraction = progress.fraction;
    this.line({ event: 'progress', ...progress });
  }
  fail(error: unknown): void {
    this.line({ event: 'error', ...describeError(error) });
  }
  done(): void {}

  private line(data: Readonly<Record<string, unknown>>): void {
    this.events.write(`${JSON.stringify(data)}\n`);
  }
}

/** No terminal and no --json (a log file, CI): a line every ten percent. */
class PlainOutput implements Output {
  private lastMark = '';

  result(text: string): void {
    process.stdout.write(`${printable(text)}\n`);
  }
  warn(message: string): void {
    process.stderr.write(`warning: ${printable(message).replaceAll('\n', ' ')}\n`);
  }
  progress({ stage, fraction, speed }: JobProgress): void {
    const mark = `${stage} ${Math.floor(fraction * 10) * 10} %`;
    if (mark === this.lastMark) return;
    this.lastMark = mark;
    process.stderr.write(`${mark}${speed ? ` (${speed.toFixed(1)} x real time)` : ''}\n`);
  }
  fail(error: unknown): void {
    const { code, message } = describeError(error);
    // a message of several lines ends in a caret under the place: the code goes to its first line
    process.stderr.write(`castline: ${printable(message).replace(/\n|$/, ` [${code}]$&`)}\n`);
  }
  done(): void {}
}

class TerminalOutput extends PlainOutput {
  private bar: SingleBar | undefined;

  override warn(message: string): void {
    this.done();
    super.warn(message);
  }
  override progress({ stage, fraction, speed, remainingSeconds }: JobProgress): void {
    if (!this.bar) {
      const format = '{stage} [{bar}] {percentage} % | {speed} | {remaining} left';
      this.bar = new SingleBar({
        format,
        barsize: 30,
        stream: process.stderr,
        hideCursor: false,
        clearOnComplete: true,
        stopOnComplete: false,
      });
      this.bar.start(100, 0, { stage: '', speed: '', remaining: '' });
    }
    this.bar.update(Math.round(fraction * 100), {
      stage: stage.padEnd(8),
      speed: speed ? `${speed.toFixed(1)} x real time` : '   - x real time',
      remaining: remainingSeconds === undefined ? '--:--' : minutes(remainingSeconds),
    });
  }
  override fail(error: unknown): void {
    this.done();
    super.fail(error);
  }
  override done(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}

/** Names of files and characters come from anywhere: none of them may steer the terminal. */
function printable(text: string): string {
  return text.replace(
    /(?![\n\t])\p{Cc}/gu,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** One clear line for any error; an unexpected one is named as such and shows its stack only when CASTLINE_LOG_LEVEL asks for it. */
function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof CastlineError) return { code: error.code, message: error.message };
  const detail = error instanceof Error ? error.message : String(error);
  const stack =
    process.env['CASTLINE_LOG_LEVEL'] === 'debug' && error instanceof Error ? `\n${error.stack}` : '';
  return { code: 'INTERNAL', message: `unexpected failure: ${detail}${stack}` };
}
