// Cuts a clip whose frames are taken over from the source bit by bit, except for those between a cut and where copying can
// start or has to stop. It never insists: what it cannot do, or did and found wrong, it says, and the clip is encoded.
import { join } from 'node:path';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { ClipCut } from '#ports/clip-cutter.port.js';
import type { FfmpegOptions } from '../ffmpeg-options.js';
import type { FfmpegPlan } from '../ffmpeg-plan.js';
import type { Toolchain } from '../ffmpeg-toolchain.js';
import { throwIfAborted } from '../media-errors.js';
import { runPlan } from '../run-plan.js';
import { runToEnd } from '../run-to-end.js';
import { checkCopiedClip } from './check-copied-clip.js';
import {
  planCodedStreamProbe,
  readCodedStream,
  reasonAgainstCopying,
  type CodedStream,
} from './coded-stream.js';
import { CopyingRefused } from './copying-refused.js';
import { joinSpans, type EncodedSpan } from './join-spans.js';
import { planCopiedCut, type CopiedCutPlan, type Span } from './plan-copied-cut.js';
import {
  planJoining,
  planPacketCopy,
  planSoundCopy,
  planSoundCut,
  planSpanEncoding,
} from './plan-copying.js';
import { freeH264Id } from './parameter-sets.js';
import { readCopiedPackets, type CopiedPackets } from './read-copied-packets.js';
import { readMp4Tracks } from './read-mp4-tracks.js';
import { settleAll } from './settle-all.js';
import { readCopiedSound, type CutSound } from './sound/read-copied-sound.js';
import { writeJoinedVideo } from './write-joined-video.js';

export interface CopiedCutRun {
  readonly cut: ClipCut;
  readonly absoluteSource: string;
  readonly absoluteTarget: string;
  /** An empty folder for the parts. */
  readonly partsFolder: string;
  readonly toolchain: Toolchain;
  readonly options: FfmpegOptions;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes the clip and returns the share of its frames that were copied.
 * @throws CopyingRefused with the reason when the clip has to be encoded in full; CastlineError `cancelled`, DISK.FULL.
 */
export async function writeCopiedCut(run: CopiedCutRun): Promise<number> {
  const reason = reasonAgainstCopying(run.cut.facts);
  if (reason) throw new CopyingRefused(reason);
  // Whatever ends the work ends what was started beside it, too.
  const stop = new AbortController();
  const signal = run.signal ? AbortSignal.any([run.signal, stop.signal]) : stop.signal;
  const cutting = new CopiedCut({ ...run, signal });
  const sound = cutting.cutSound();
  sound.catch(() => undefined);
  try {
    return await cutting.write(sound);
  } catch (error) {
    throwIfAborted(run.signal, 'cutting a clip');
    throw error;
  } finally {
    stop.abort();
    await sound.catch(() => undefined);
  }
}

/** Containers that describe a sound once. In a transport stream it may become another one, with more channels, in between. */
const ONE_DESCRIPTION = ['mp4', 'matroska', 'flv'];

class CopiedCut {
  constructor(private readonly run: CopiedCutRun) {}

  /** Copied where that is exact; undefined for a silent film. */
  async cutSound(): Promise<CutSound | undefined> {
    const { cut } = this.run;
    if (!cut.facts.hasAudio) return undefined;
    const copied = await this.copySound();
    if (copied) return copied;
    const target = this.part('sound.mp4');
    await this.runPlan(planSoundCut({ ...this.planning(), cut, target }));
    return { path: target, copied: undefined };
  }

  private async copySound(): Promise<CutSound | undefined> {
    const { cut } = this.run;
    if (!ONE_DESCRIPTION.includes(cut.facts.container)) return undefined;
    const target = this.part('sound-packets.mp4');
    try {
      const list = await this.runPlan(planSoundCopy({ ...this.planning(), cut, target }));
      const copied = await readCopiedSound(target, list, cut);
      return copied && { path: target, copied };
    } catch (error) {
      // sound that does not fit into an MP4
      if (error instanceof CopyingRefused) return undefined;
      throw error;
    }
  }

  async write(sound: Promise<CutSound | undefined>): Promise<number> {
    const { cut, absoluteTarget } = this.run;
    const [coded, packets] = await settleAll([this.readCodedStream(), this.copyPackets()]);
    const plan = planCopiedCut({ ...cut, packets: packets.packets });
    if (!plan.isCopied) throw new CopyingRefused(plan.reason);
    const joined = this.part('joined.mp4');
    const [head, tail] = await this.encodeSpans(plan, packets, coded);
    const samples = await joinSpans({ cut, plan, packets, head, tail });
    await writeJoinedVideo(joined, samples, this.run.signal);
    const last = plan.tail ?? plan.copied;
    const lastTicks = last.endTicks - (last.times.at(-1) ?? 0);
    const joining = { ...this.planning(), source: joined, target: absoluteTarget, lastTicks };
    const cutSound = await sound;
    await this.runPlan(planJoining({ ...joining, sound: cutSound }));
    await checkCopiedClip({
      ...{ cut, plan, sound: cutSound?.copied, limits: this.run.options, threads: this.run.options.threads },
      ...{ source: this.run.absoluteSource, clip: absoluteTarget },
      compare: (check) => this.runPlan(check),
    });
    return plan.copied.times.length / cut.frames;
  }

  private async readCodedStream(): Promise<CodedStream> {
    const { absoluteSource, options, toolchain, signal, cut } = this.run;
    const args = planCodedStreamProbe(absoluteSource, options);
    const { stdout } = await runToEnd({
      ...{ path: toolchain.ffprobe.path, args, signal },
      timeoutMs: options.probeTimeoutMs,
    });
    throwIfAborted(signal, 'cutting a clip');
    const coded = readCodedStream(stdout.toString('utf8'), cut.facts);
    if (typeof coded === 'string') throw new CopyingRefused(coded);
    return coded;
  }

  private async copyPackets(): Promise<CopiedPackets> {
    const { cut } = this.run;
    const target = this.part('packets.mp4');
    const list = await this.runPlan(planPacketCopy({ ...this.planning(), cut, target }));
    const packets = await readCopiedPackets(target, list, cut.facts);
    if (typeof packets === 'string') throw new CopyingRefused(packets);
    return packets;
  }

  private async encodeSpans(
    { head, tail }: CopiedCutPlan,
    packets: CopiedPackets,
    coded: CodedStream,
  ): Promise<[EncodedSpan | undefined, EncodedSpan | undefined]> {
    const { codec, sets } = packets.configuration;
    const parameterSetId = codec === 'h264' ? freeH264Id(sets) : undefined;
    if (codec === 'h264' && parameterSetId === undefined)
      throw new CopyingRefused('its parameter sets use every number');
    const encode = async (span: Span, name: string): Promise<EncodedSpan> => {
      const target = this.part(name);
      const seekTicks = packets.entryBefore(span.startTicks);
      const [startTicks, endTicks] = [span.startTicks + packets.offset, span.endTicks + packets.offset];
      const planning = { ...this.planning(), source: packets.path, target, coded, parameterSetId };
      await this.runPlan(planSpanEncoding({ ...planning, seekTicks, startTicks, endTicks }));
      const [track] = await readMp4Tracks(target);
      if (!track) throw new CopyingRefused('the frames beside a seam could not be encoded');
      return { path: target, track, span };
    };
    return settleAll([head && encode(head, 'head.mp4'), tail && encode(tail, 'tail.mp4')]);
  }

  private planning(): Omit<Parameters<typeof planPacketCopy>[0], 'cut' | 'target'> {
    const { cut, options, absoluteSource } = this.run;
    return { facts: cut.facts, limits: options, threads: options.threads, source: absoluteSource };
  }

  private async runPlan(plan: FfmpegPlan): Promise<string> {
    const { toolchain, options, signal } = this.run;
    try {
      return await runPlan({ ffmpegPath: toolchain.ffmpeg.path, plan, options, signal });
    } catch (error) {
      // What ffmpeg cannot copy it may well decode.
      if (error instanceof CastlineError && !['RUN.CANCELLED', 'DISK.FULL'].includes(error.code)) {
        throw new CopyingRefused(`ffmpeg failed at a part of it (${error.message})`, { cause: error });
      }
      throw error;
    }
  }

  private part(name: string): string {
    return join(this.run.partsFolder, name);
  }
}
