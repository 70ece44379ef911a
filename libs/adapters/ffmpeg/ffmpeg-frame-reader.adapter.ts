import type { Size } from '#domain/picture/even-size.js';
import type { Frame } from '#domain/picture/frame.js';
import { FrameReader, type FrameReadRequest, type ReadingSummary } from '#ports/frame-reader.port.js';
import { startFfmpeg } from './confined-command.js';
import { Decoding, type DecodedPicture } from './decoding.js';
import { deliveredSize } from './delivered-size.js';
import { completeOptions, type FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegToolchain, Toolchain } from './ffmpeg-toolchain.js';
import { crashed, explainRefusal, noFrames, stalled, throwIfAborted } from './media-errors.js';
import { planFrameReading } from './plan-frame-reading.js';
import { seekSeconds } from './plan-input.js';
import { checkUnchanged, openSource, type SourceFile } from './source-file.js';
import { TimestampRepair } from './timestamp-repair.js';

/** Where a decoding begins to deliver. */
interface Start {
  readonly decoding: Decoding;
  /** The first picture, already taken to see whether it is the right one. */
  readonly first: DecodedPicture | undefined;
  readonly firstFrame: number;
  /** Lines that the decoder said before it delivered: pictures that it began with may refer to others from before. */
  readonly linesBefore: number;
}

interface Reading {
  readonly request: FrameReadRequest;
  readonly source: SourceFile;
  readonly size: Size;
  readonly toolchain: Toolchain;
}

/** What is missing at the end before it counts as an early end: the larger of both. */
const MISSING_SECONDS = 1;
const MISSING_SHARE = 0.02;

export class FfmpegFrameReader extends FrameReader {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async *read(
    request: FrameReadRequest,
    signal?: AbortSignal,
  ): AsyncGenerator<Frame, ReadingSummary, void> {
    throwIfAborted(signal, 'reading frames');
    const source = await openSource(request.path);
    const toolchain = await this.toolchain.require();
    const reading = { request, source, size: deliveredSize(request.facts, request.longSide), toolchain };
    const start = (await this.startAt(reading, signal)) ?? (await this.startFromBeginning(reading, signal));
    return yield* this.deliver(reading, start, signal);
  }

  /** Seeks to the frame to go on from; undefined when the file cannot be sought so exactly. */
  private async startAt(reading: Reading, signal: AbortSignal | undefined): Promise<Start | undefined> {
    const { facts, from } = reading.request;
    if (!from || seekSeconds(facts, from.timestamp.ticks) === undefined) return undefined;
    const decoding = this.decode(reading, from.timestamp.ticks);
    const first = await firstOf(decoding, signal);
    if (first?.ticks === from.timestamp.ticks) {
      return { decoding, first, firstFrame: from.frame, linesBefore: decoding.process.messageLines() };
    }
    await decoding.close();
    throwIfAborted(signal, 'reading frames');
    return undefined;
  }

  private async startFromBeginning(reading: Reading, signal: AbortSignal | undefined): Promise<Start> {
    const decoding = this.decode(reading, undefined);
    return { decoding, first: await firstOf(decoding, signal), firstFrame: 0, linesBefore: 0 };
  }

  private decode({ request, source, size, toolchain }: Reading, seekTicks: number | undefined): Decoding {
    const plan = planFrameReading({
      absolutePath: source.absolutePath,
      facts: request.facts,
      limits: this.options,
      threads: this.options.threads,
      hasZscale: toolchain.hasZscale,
      size,
      seekTicks,
    });
    const process = startFfmpeg(toolchain.ffmpeg.path, plan);
    return new Decoding(process, (size.width * size.height * 3) / 2, this.options.stallAfterMs);
  }

  private async *deliver(
    reading: Reading,
    { decoding, first, firstFrame, linesBefore }: Start,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Frame, ReadingSummary, void> {
    const { facts, from, onClose } = reading.request;
    const { timeBase } = facts;
    const times = new TimestampRepair(facts);
    const skipBefore = from?.frame ?? 0;
    const decodeErrors = (): number => decoding.process.messageLines() - linesBefore;
    let lastTicks = 0;
    let index = firstFrame;
    const stop = (): void => decoding.process.kill();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for (let picture = first; picture; picture = await decoding.next()) {
        throwIfAborted(signal, 'reading frames');
        const ticks = times.next(picture.ticks);
        lastTicks = ticks;
        if (index >= skipBefore) {
          yield {
            index,
            timestamp: { ticks, timeBase },
            picture: { format: 'yuv420p', ...reading.size, data: picture.data },
          };
        }
        index++;
      }
      throwIfAborted(signal, 'reading frames');
      this.checkEnd(decoding, index - firstFrame);
      await checkUnchanged(reading.source);
      const endTicks = endOf(lastTicks, reading.request);
      return {
        framesRead: Math.max(0, index - skipBefore),
        decodeErrors: decodeErrors(),
        repairedTimes: times.repaired,
        endedEarly: endsEarly(endTicks, reading.request) || decoding.exit?.code !== 0,
        endTicks,
      };
    } finally {
      signal?.removeEventListener('abort', stop);
      await decoding.close();
      onClose?.({ decodeErrors: decodeErrors(), repairedTimes: times.repaired });
    }
  }

  /** Tells a damaged file, of which all that could be had was delivered, from a failure of this machine. */
  private checkEnd({ process, exit, hasStalled }: Decoding, frames: number): void {
    const messages = process.messages();
    if (hasStalled) throw stalled('ffmpeg', this.options.stallAfterMs);
    if (!exit || exit.error || exit.signal) {
      throw crashed('ffmpeg', exit ?? { code: null, signal: null, error: undefined }, messages);
    }
    if (frames === 0) throw exit.code === 0 ? noFrames(messages) : refusedOrEmpty(messages, this.options);
    if (exit.code !== 0 && !/Invalid data|Error while decoding|Error splitting/i.test(messages)) {
      throw crashed('ffmpeg', exit, messages);
    }
  }
}

/** What a probe may say of content, a reading may not: the file was probed as a film, so all it knows is that none came. */
const VERDICTS_ON_CONTENT = ['MEDIA.NOT_A_VIDEO', 'MEDIA.UNDECODABLE', 'MEDIA.TRUNCATED'];

function refusedOrEmpty(messages: string, options: FfmpegOptions): Error {
  const error = explainRefusal(messages, options);
  return VERDICTS_ON_CONTENT.includes(error.code) ? noFrames(messages) : error;
}

async function firstOf(
  decoding: Decoding,
  signal: AbortSignal | undefined,
): Promise<DecodedPicture | undefined> {
  const stop = (): void => decoding.process.kill();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const first = await decoding.next();
  signal?.removeEventListener('abort', stop);
  return first;
}

/** The last frame lasts as long as the nominal rate says: the same answer wherever the reading began. */
function endOf(lastTicks: number, { facts }: FrameReadRequest): number {
  const { timeBase, frameRate } = facts;
  return lastTicks + Math.max(1, Math.round((timeBase.den * frameRate.den) / (timeBase.num * frameRate.num)));
}

function endsEarly(endTicks: number, { facts }: FrameReadRequest): boolean {
  const promised = facts.durationSeconds;
  if (promised === undefined) return false;
  const missing = promised - (endTicks * facts.timeBase.num) / facts.timeBase.den;
  return missing > Math.max(MISSING_SECONDS, promised * MISSING_SHARE);
}
