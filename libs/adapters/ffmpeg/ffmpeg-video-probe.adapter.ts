import type { VideoFacts } from '#domain/episode/episode.js';
import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { deriveVideoFacts, findVideoStream } from './derive-video-facts.js';
import { completeOptions, type FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegToolchain } from './ffmpeg-toolchain.js';
import { crashed, explainRefusal, notAVideo, throwIfAborted } from './media-errors.js';
import { planPacketProbe, planProbe } from './plan-probe.js';
import {
  readProbedFile,
  readProbedPackets,
  type ProbedFile,
  type ProbedPackets,
} from './read-probe-output.js';
import { runToEnd, type Ended } from './run-to-end.js';
import { beginsLikeMp4, openSource, type SourceFile } from './source-file.js';

interface Asking {
  readonly ffprobe: string;
  readonly source: SourceFile;
  readonly signal: AbortSignal | undefined;
}

export class FfmpegVideoProbe extends VideoProbe {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async probe(path: string, signal?: AbortSignal): Promise<VideoFacts> {
    throwIfAborted(signal, 'probing');
    const source = await openSource(path);
    const { ffprobe } = await this.toolchain.require();
    const asking: Asking = { ffprobe: ffprobe.path, source, signal };
    const file = await this.askForFile(asking);
    const packets = findVideoStream(file)
      ? await this.askForPackets(asking)
      : { times: [], areEncrypted: false };
    const facts = deriveVideoFacts(file, packets, this.options);
    const { hasZscale } = await this.toolchain.require();
    if (!facts.isHdr || hasZscale) return facts;
    return {
      ...facts,
      warnings: [
        ...facts.warnings,
        'this ffmpeg cannot tone-map HDR (no zscale filter): colours will look pale',
      ],
    };
  }

  private async askForFile({ ffprobe, source, signal }: Asking): Promise<ProbedFile> {
    const ended = await this.run(ffprobe, planProbe(source.absolutePath, this.options), signal);
    const file = readProbedFile(ended.stdout.toString('utf8'));
    if (ended.exit.code !== 0 || !file) throw await this.explain(ended.messages, source);
    const video = findVideoStream(file);
    // A picture over the limit makes ffprobe write a size of 0 and still end well; its messages tell.
    if (
      video &&
      (video.width === 0 || video.pixelFormat === undefined) &&
      /Picture size|max_pixels/i.test(ended.messages)
    ) {
      throw explainRefusal(ended.messages, this.options);
    }
    return file;
  }

  /** ffmpeg believes the name `.mp4` and misses the index of any text; only what begins like MP4 can be cut off. */
  private async explain(messages: string, source: SourceFile): Promise<CastlineError> {
    const error = explainRefusal(messages, this.options);
    if (error.code !== 'MEDIA.TRUNCATED' || (await beginsLikeMp4(source))) return error;
    return notAVideo('its content is no known kind of video');
  }

  private async askForPackets({ ffprobe, source, signal }: Asking): Promise<ProbedPackets> {
    const { stdout } = await this.run(ffprobe, planPacketProbe(source.absolutePath, this.options), signal);
    return readProbedPackets(stdout.toString('utf8'));
  }

  private async run(path: string, args: readonly string[], signal: AbortSignal | undefined): Promise<Ended> {
    const ended = await runToEnd({ path, args, timeoutMs: this.options.probeTimeoutMs, signal });
    if (signal?.aborted) throw new CancelledError('probing');
    if (ended.timedOut) {
      const seconds = Math.round(this.options.probeTimeoutMs / 1000);
      throw new CastlineError(
        'environment',
        'FFMPEG.TIMED_OUT',
        `ffprobe did not finish within ${seconds} s; the file may be damaged or its disk too slow`,
      );
    }
    if (ended.exit.error || ended.exit.signal) throw crashed('ffprobe', ended.exit, ended.messages);
    return ended;
  }
}
