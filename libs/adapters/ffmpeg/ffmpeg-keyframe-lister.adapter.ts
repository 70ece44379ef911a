import type { VideoFacts } from '#domain/episode/episode.js';
import { KeyframeLister, type KeyframeListing } from '#ports/keyframe-lister.port.js';
import { startConfined } from './confined-process.js';
import { completeOptions, type FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegToolchain } from './ffmpeg-toolchain.js';
import { throwIfAborted } from './media-errors.js';
import { numberPackets } from './number-packets.js';
import { PacketListParser } from './packet-list.js';
import { planPacketListing } from './plan-probe.js';
import { openSource } from './source-file.js';
import { waitWhileAlive } from './watchdog.js';

export class FfmpegKeyframeLister extends KeyframeLister {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async list(path: string, facts: VideoFacts, signal?: AbortSignal): Promise<KeyframeListing> {
    throwIfAborted(signal, 'listing keyframes');
    const source = await openSource(path);
    const { ffprobe } = await this.toolchain.require();
    const process = startConfined(ffprobe.path, planPacketListing(source.absolutePath, this.options));
    const parser = new PacketListParser();
    process.side.resume();
    process.stdout.setEncoding('latin1').on('data', (chunk: string) => {
      parser.push(chunk);
      if (parser.flaw !== undefined) process.kill();
    });
    const { exit, hasStalled } = await waitWhileAlive(process, this.options.stallAfterMs, signal);
    throwIfAborted(signal, 'listing keyframes');
    if (parser.flaw !== undefined) return { isExact: false, reason: parser.flaw };
    if (hasStalled || exit.code !== 0 || process.messageLines() > 0) {
      return { isExact: false, reason: 'its packets cannot be listed without complaints' };
    }
    return numberPackets(parser.packets, facts);
  }
}
