import type { VideoFacts } from '#domain/episode/episode.js';
import { END_OF_EPISODE, type TimeSpan } from '#domain/time/time-span.js';
import { SilenceReader } from '#ports/silence-reader.port.js';
import { completeOptions, type FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegToolchain } from './ffmpeg-toolchain.js';
import { throwIfAborted } from './media-errors.js';
import { planSilenceReading, readSilences, SILENCE_KEY } from './plan-silence-reading.js';
import { runPlan } from './run-plan.js';
import { openSource } from './source-file.js';

export class FfmpegSilenceReader extends SilenceReader {
  override readonly key = SILENCE_KEY;
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async readSilences(path: string, facts: VideoFacts, signal?: AbortSignal): Promise<TimeSpan[]> {
    throwIfAborted(signal, 'listening for silence');
    const { absolutePath } = await openSource(path);
    if (!facts.hasAudio) return [{ startMs: 0, endMs: END_OF_EPISODE }];
    const { ffmpeg } = await this.toolchain.require();
    const { threads } = this.options;
    const plan = planSilenceReading({ facts, absolutePath, limits: this.options, threads });
    return readSilences(await runPlan({ ffmpegPath: ffmpeg.path, plan, options: this.options, signal }));
  }
}
