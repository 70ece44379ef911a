import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ExtrasAccount, namesOfExtras } from '#domain/clips/extras.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { ClipCutter, type ClipCut, type CutAccount, type CutClip } from '#ports/clip-cutter.port.js';
import { findSoundFault } from './copying/check-copied-clip.js';
import { writeCopiedCut } from './copying/copied-cut.js';
import { CopyingRefused } from './copying/copying-refused.js';
import { readMp4Tracks } from './copying/read-mp4-tracks.js';
import { carryExtras } from './extras/carry-extras.js';
import { completeOptions, type FfmpegOptions } from './ffmpeg-options.js';
import type { FfmpegToolchain, Toolchain } from './ffmpeg-toolchain.js';
import { throwIfAborted } from './media-errors.js';
import { planClipCut, type ClipCutPlanning } from './plan-clip-cut.js';
import { seekSeconds } from './plan-input.js';
import { planPacketCount } from './plan-probe.js';
import { readPacketCount } from './read-probe-output.js';
import { diskFull, runPlan } from './run-plan.js';
import { runToEnd } from './run-to-end.js';
import { settleDraft } from './settle-draft.js';
import { openSource } from './source-file.js';

export class FfmpegClipCutter extends ClipCutter {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async cut(cut: ClipCut, targetPath: string, signal?: AbortSignal): Promise<CutClip> {
    throwIfAborted(signal, 'cutting a clip');
    const { absolutePath } = await openSource(cut.sourcePath);
    const toolchain = await this.toolchain.require();
    const target = resolve(targetPath);
    // Beside the target, so that the last step is a rename; short, so that it never exceeds the limit for names.
    const draft = join(dirname(target), `.castline-${randomBytes(8).toString('hex')}.part`);
    try {
      const writing = { cut, absoluteSource: absolutePath, absoluteTarget: draft, toolchain, signal };
      const account = await this.writeInTheBestWay(writing);
      const extras = await this.carry(writing);
      const sizeInBytes = await settleDraft(draft, target);
      return { frames: cut.frames, sizeInBytes, ...account, ...(extras && { extras }) };
    } catch (error) {
      throw diskFull(error, target) ?? error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  private async writeInTheBestWay(writing: Writing): Promise<CutAccount> {
    const { crop, method } = writing.cut;
    const reason = crop
      ? 'it is reframed'
      : method === 'reencode'
        ? 'that was asked for'
        : await this.copy(writing);
    if (typeof reason === 'number') return { method: 'copied', copiedShare: reason, reason: null };
    await this.writeExactly(writing);
    return { method: 'reencoded', copiedShare: 0, reason };
  }

  /** Returns the share of copied frames, or why none could be copied. */
  private async copy(writing: Writing): Promise<number | string> {
    try {
      return await withPartsFolder(writing, (partsFolder) =>
        writeCopiedCut({ ...writing, partsFolder, options: this.options }),
      );
    } catch (error) {
      if (error instanceof CopyingRefused) return error.reason;
      throw error;
    }
  }

  private async carry(writing: Writing): Promise<ExtrasAccount | undefined> {
    const { extras } = writing.cut;
    if (!extras || namesOfExtras(extras).length === 0) return undefined;
    const run = { ...writing, extras, clip: writing.absoluteTarget, options: this.options };
    return withPartsFolder(writing, (partsFolder) => carryExtras({ ...run, partsFolder }));
  }

  /** Tries the quick way first; what it writes is counted, and a wrong count is never handed out. */
  private async writeExactly(writing: Writing): Promise<void> {
    const counts: number[] = [];
    for (const way of waysOf(writing.cut)) {
      await this.write(writing, way);
      const frames = await this.countFrames(writing);
      if (frames === writing.cut.frames) return assertSoundFits(writing);
      counts.push(frames);
    }
    throw new CastlineError(
      'bad-media',
      'CLIP.NOT_EXACT',
      `the clip should have ${writing.cut.frames} frames, but the source gives ${counts.join(' or ')}; was the file changed since it was analysed?`,
      { expected: writing.cut.frames, got: counts },
    );
  }

  private async write(writing: Writing, way: ClipCutPlanning['way']): Promise<void> {
    const { cut, absoluteSource, absoluteTarget, toolchain, signal } = writing;
    const plan = planClipCut({
      cut,
      absoluteSource,
      absoluteTarget,
      limits: this.options,
      threads: this.options.threads,
      hasZscale: toolchain.hasZscale,
      way,
    });
    await runPlan({ ffmpegPath: toolchain.ffmpeg.path, plan, options: this.options, signal });
  }

  private async countFrames({ absoluteTarget, toolchain, signal }: Writing): Promise<number> {
    const { stdout } = await runToEnd({
      path: toolchain.ffprobe.path,
      args: planPacketCount(absoluteTarget, this.options),
      timeoutMs: this.options.probeTimeoutMs,
      signal,
    });
    throwIfAborted(signal, 'cutting a clip');
    return readPacketCount(stdout.toString('utf8')) ?? 0;
  }
}

interface Writing {
  readonly cut: ClipCut;
  readonly absoluteSource: string;
  readonly absoluteTarget: string;
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal | undefined;
}

async function withPartsFolder<Result>(
  { absoluteTarget }: Writing,
  work: (partsFolder: string) => Promise<Result>,
): Promise<Result> {
  const partsFolder = `${absoluteTarget}s`;
  await mkdir(partsFolder);
  try {
    return await work(partsFolder);
  } finally {
    await rm(partsFolder, { force: true, recursive: true });
  }
}

/** A sound whose channels change in between comes out longer than it is: better none than one that drifts. */
async function assertSoundFits({ cut, absoluteTarget }: Writing): Promise<void> {
  const track = (await readMp4Tracks(absoluteTarget)).find(({ kind }) => kind === 'soun');
  const fault = track && findSoundFault({ cut, sound: undefined }, track);
  if (!fault) return;
  const message = `${fault}: it probably changes its channels in the clip, which cannot be cut exactly; cut before and after`;
  throw new CastlineError('bad-media', 'CLIP.NOT_EXACT', message);
}

function waysOf(cut: ClipCut): ClipCutPlanning['way'][] {
  const canSeek = seekSeconds(cut.facts, cut.startTicks) !== undefined;
  return [
    ...(canSeek ? ['seek' as const] : []),
    'from-start',
    ...(cut.startFrame === undefined ? [] : ['by-number' as const]),
  ];
}
