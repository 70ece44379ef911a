import type { VideoFacts } from '#domain/episode/episode.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { Timestamp } from '#domain/time/timestamp.js';
import { StillReader } from '#ports/still-reader.port.js';
import { startFfmpeg } from './confined-command.js';
import { Decoding, type DecodedPicture } from './decoding.js';
import { completeOptions, type FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegPlan } from './ffmpeg-plan.js';
import type { FfmpegToolchain, Toolchain } from './ffmpeg-toolchain.js';
import { crashed, noFrames, stalled, throwIfAborted } from './media-errors.js';
import { seekSeconds } from './plan-input.js';
import { planStill, planTimesBefore, type StillPlanning } from './plan-still.js';
import { openSource } from './source-file.js';
import { FrameTimesParser } from './frame-times.js';
import { waitFor } from './run-to-end.js';

interface StillReading {
  readonly toolchain: Toolchain;
  readonly planning: StillPlanning;
  readonly signal: AbortSignal | undefined;
}

export class FfmpegStillReader extends StillReader {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async readStill(
    path: string,
    facts: VideoFacts,
    at: Timestamp,
    signal?: AbortSignal,
  ): Promise<RgbPicture> {
    throwIfAborted(signal, 'reading a still');
    const { absolutePath } = await openSource(path);
    const toolchain = await this.toolchain.require();
    const { limits, threads } = { limits: this.options, threads: this.options.threads };
    const { hasZscale } = toolchain;
    const near = { absolutePath, facts, limits, threads, hasZscale, atTicks: at.ticks, seekTicks: at.ticks };
    const reading: StillReading = { toolchain, planning: near, signal };
    return (await this.readExactly(reading)) ?? (await this.readShownAt(reading));
  }

  /** The frame whose time is exactly `atTicks`, which is what every caller but a hand-typed time asks for. */
  private async readExactly(reading: StillReading): Promise<RgbPicture | undefined> {
    const found = await this.readFirst(reading, planStill(reading.planning));
    return found?.ticks === reading.planning.atTicks ? found.picture : undefined;
  }

  /** The last frame that began at or before `atTicks`: first its time is found, then it is read. */
  private async readShownAt(reading: StillReading): Promise<RgbPicture> {
    const near = reading.planning;
    const fromStart: StillPlanning = { ...near, seekTicks: undefined };
    const hasSought = seekSeconds(near.facts, near.atTicks) !== undefined;
    for (const planning of hasSought ? [near, fromStart] : [fromStart]) {
      const shownAt = (await this.listTimes(reading, planTimesBefore(planning))).at(-1);
      if (shownAt === undefined) continue;
      const exact = await this.readExactly({ ...reading, planning: { ...planning, atTicks: shownAt } });
      if (exact) return exact;
    }
    // Before the first frame, or in a file without usable times: the first one that there is.
    const first = await this.readFirst(
      reading,
      planStill({ ...fromStart, atTicks: Number.MIN_SAFE_INTEGER }),
    );
    if (!first) throw noFrames('');
    return first.picture;
  }

  private async readFirst(
    { toolchain, planning, signal }: StillReading,
    plan: FfmpegPlan,
  ): Promise<{ ticks: number | undefined; picture: RgbPicture } | undefined> {
    const { width, height } = planning.facts;
    const process = startFfmpeg(toolchain.ffmpeg.path, plan);
    const decoding = new Decoding(process, width * height * 3, this.options.stallAfterMs, 1);
    signal?.addEventListener('abort', process.kill, { once: true });
    if (signal?.aborted) process.kill();
    try {
      const first: DecodedPicture | undefined = await decoding.next();
      throwIfAborted(signal, 'reading a still');
      if (decoding.hasStalled) throw stalled('ffmpeg', this.options.stallAfterMs);
      const { exit } = decoding;
      if (!first && exit && (exit.error ?? exit.signal)) throw crashed('ffmpeg', exit, process.messages());
      return first && { ticks: first.ticks, picture: { format: 'rgb24', width, height, data: first.data } };
    } finally {
      signal?.removeEventListener('abort', process.kill);
      await decoding.close();
    }
  }

  private async listTimes({ toolchain, signal }: StillReading, plan: FfmpegPlan): Promise<number[]> {
    const process = startFfmpeg(toolchain.ffmpeg.path, plan);
    const parser = new FrameTimesParser();
    const times: number[] = [];
    process.stdout.resume();
    process.side.setEncoding('latin1').on('data', (chunk: string) => {
      for (const ticks of parser.push(chunk)) if (ticks !== undefined) times.push(ticks);
    });
    await waitFor(process, 10 * this.options.stallAfterMs, signal);
    throwIfAborted(signal, 'reading a still');
    return times.sort((one, other) => one - other);
  }
}
