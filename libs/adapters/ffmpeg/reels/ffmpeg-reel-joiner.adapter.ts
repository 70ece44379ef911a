import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CutAccount } from '#domain/clips/clip.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { ReelJoiner, type JoinedReel, type JoiningWatch, type ReelJoin } from '#ports/reel-joiner.port.js';
import { CopyingRefused } from '../copying/copying-refused.js';
import { completeOptions, type FfmpegOptions } from '../ffmpeg-options.js';
import type { FfmpegToolchain } from '../ffmpeg-toolchain.js';
import { throwIfAborted } from '../media-errors.js';
import { diskFull } from '../run-plan.js';
import { settleDraft } from '../settle-draft.js';
import { openSource } from '../source-file.js';
import { copyScenes } from './copy-scenes.js';
import { encodePieces } from './encode-pieces.js';
import type { ReelMaking } from './reel-making.js';
import { writeReelFile } from './write-reel-file.js';

export class FfmpegReelJoiner extends ReelJoiner {
  private readonly options: FfmpegOptions;

  constructor(
    private readonly toolchain: FfmpegToolchain,
    options: Partial<FfmpegOptions> = {},
  ) {
    super();
    this.options = completeOptions(options);
  }

  override async join(reel: ReelJoin, targetPath: string, watch: JoiningWatch = {}): Promise<JoinedReel> {
    throwIfAborted(watch.signal, 'joining a reel');
    const { absolutePath } = await openSource(reel.sourcePath);
    const toolchain = await this.toolchain.require();
    const target = resolve(targetPath);
    const draft = join(dirname(target), `.castline-${randomBytes(8).toString('hex')}.part`);
    const partsFolder = `${draft}s`;
    try {
      await mkdir(partsFolder);
      const cardPaths = await writeCards(reel, partsFolder);
      const { plan, facts } = reel;
      const { signal, onProgress } = watch;
      const making: ReelMaking = {
        ...{ plan, facts, draft, partsFolder, toolchain, options: this.options, signal, onProgress },
        source: {
          ...{ path: absolutePath, facts, limits: this.options, threads: this.options.threads, cardPaths },
          hasZscale: toolchain.hasZscale,
        },
      };
      const account = await writeInTheBestWay(making, reel.method);
      const sizeInBytes = await settleDraft(draft, target);
      return { frames: plan.frames, sizeInBytes, ...account };
    } catch (error) {
      throw diskFull(error, target) ?? error;
    } finally {
      await rm(draft, { force: true });
      await rm(partsFolder, { force: true, recursive: true });
    }
  }
}

async function writeInTheBestWay(making: ReelMaking, method: ReelJoin['method']): Promise<CutAccount> {
  const reason =
    method === 'reencode' ? 'that was asked for' : (reasonInPlan(making.plan) ?? (await copyScenes(making)));
  if (typeof reason === 'number') return { method: 'copied', copiedShare: reason, reason: null };
  try {
    await writeReelFile(making, await encodePieces(making));
  } catch (error) {
    if (!(error instanceof CopyingRefused)) throw error;
    const message = `the reel did not come out as planned: ${error.reason}; was the file changed since it was analysed?`;
    throw new CastlineError('bad-media', 'REEL.NOT_EXACT', message, {}, { cause: error });
  }
  return { method: 'reencoded', copiedShare: 0, reason };
}

function reasonInPlan({ pieces }: ReelJoin['plan']): string | undefined {
  if (pieces.some(({ kind }) => kind === 'fade')) return 'cross-fades are pictures of their own';
  return pieces.some(({ kind }) => kind === 'card') ? 'title cards are pictures of their own' : undefined;
}

async function writeCards({ cards }: ReelJoin, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [at, { data }] of cards.entries()) {
    const path = join(folder, `card-${at}.rgb`);
    await writeFile(path, data);
    paths.push(path);
  }
  return paths;
}
