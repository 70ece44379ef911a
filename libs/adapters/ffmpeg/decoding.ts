import type { ConfinedProcess, ProcessExit } from './confined-process.js';
import { FrameTimesParser } from './frame-times.js';
import { PictureAssembler } from './picture-assembler.js';

export interface DecodedPicture {
  /** In the stream's time base; undefined where the file gives none. */
  readonly ticks: number | undefined;
  /** Valid until the next call of `next`. */
  readonly data: Uint8Array;
}

const POOL_BYTES = 2 * 1024 * 1024;

/** Enough for the decoder to work ahead while a picture is looked at, and no more. */
function poolSizeFor(pictureBytes: number): number {
  return Math.min(64, Math.max(4, Math.floor(POOL_BYTES / pictureBytes)));
}

/** A running decoder as a sequence of pictures with times; it waits while nobody asks for the next one. */
export class Decoding {
  exit: ProcessExit | undefined;
  hasStalled = false;
  private readonly assembler: PictureAssembler;
  private readonly times: (number | undefined)[] = [];
  private held: Uint8Array | undefined;
  private pending: Uint8Array | undefined;
  private wake: (() => void) | undefined;
  private lastSign = performance.now();
  private readonly watchdog: NodeJS.Timeout;
  private readonly gone: Promise<void>;

  constructor(
    readonly process: ConfinedProcess,
    pictureBytes: number,
    stallAfterMs: number,
    poolSize = poolSizeFor(pictureBytes),
  ) {
    this.assembler = new PictureAssembler(pictureBytes, poolSize);
    const parser = new FrameTimesParser();
    process.stdout.on('data', (chunk: Buffer) => {
      if (!this.assembler.push(chunk)) process.stdout.pause();
      this.sign();
    });
    process.side.setEncoding('latin1').on('data', (chunk: string) => {
      this.times.push(...parser.push(chunk));
      this.sign();
    });
    process.child.stderr?.on('data', () => (this.lastSign = performance.now()));
    this.watchdog = setInterval(() => this.checkForStall(stallAfterMs), Math.max(10, stallAfterMs / 8));
    this.gone = process.exited.then((exit) => {
      this.exit = exit;
      clearInterval(this.watchdog);
      this.sign();
    });
  }

  /** The next picture; undefined when the decoder has ended. */
  async next(): Promise<DecodedPicture | undefined> {
    this.releaseHeld();
    for (;;) {
      this.pending ??= this.assembler.take();
      if (this.pending && this.times.length > 0) return this.deliver(this.pending);
      if (this.exit) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Ends the decoder if it still runs and waits until it is gone. */
  async close(): Promise<void> {
    this.process.kill();
    await this.gone;
  }

  private deliver(data: Uint8Array): DecodedPicture {
    this.held = data;
    this.pending = undefined;
    return { ticks: this.times.shift(), data };
  }

  private releaseHeld(): void {
    const { held } = this;
    this.held = undefined;
    this.lastSign = performance.now();
    if (held && this.assembler.release(held) && this.process.stdout.isPaused()) this.process.stdout.resume();
  }

  private checkForStall(stallAfterMs: number): void {
    // Only our own waiting counts: while the consumer works, the decoder is meant to stand still.
    if (!this.wake || performance.now() - this.lastSign < stallAfterMs) return;
    this.hasStalled = true;
    this.process.kill();
  }

  private sign(): void {
    this.lastSign = performance.now();
    const { wake } = this;
    this.wake = undefined;
    wake?.();
  }
}
