import { join } from 'node:path';
import type { CutAccount } from '#domain/clips/clip.js';
import type { Extras } from '#domain/clips/extras.js';
import type { VideoFacts } from '#domain/episode/episode.js';
import type { ClipCutter } from '#ports/clip-cutter.port.js';
import type { ProgressListener } from '../progress.js';
import { makeOutputFolder } from '../write-output/write-whole.js';
import { clipFileName } from './clip-file-name.js';
import type { PlannedClip } from './plan-clips.js';
import type { Reframing } from './reframe-clips.js';

export interface CutClipsRequest {
  readonly sourcePath: string;
  readonly facts: VideoFacts;
  readonly query: string;
  readonly clips: readonly PlannedClip[];
  /** Made when missing. */
  readonly folder: string;
  /** Encodes every frame anew, for players that need H.264. */
  readonly reencode?: boolean | undefined;
  readonly reframing?: Reframing | undefined;
  readonly extras?: Extras | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface WrittenClip {
  readonly path: string;
  readonly clip: PlannedClip;
  readonly sizeInBytes: number;
  readonly cut: CutAccount;
}

/** Cuts planned clips into files, one after another (each cut uses every core by itself). */
export class CutClips {
  constructor(private readonly cutter: ClipCutter) {}

  async run({
    sourcePath,
    facts,
    query,
    clips,
    folder,
    reencode,
    reframing,
    extras,
    onProgress,
    signal,
  }: CutClipsRequest): Promise<WrittenClip[]> {
    if (clips.length === 0) return [];
    await makeOutputFolder(folder);
    const written: WrittenClip[] = [];
    for (const [index, clip] of clips.entries()) {
      onProgress?.({ stage: 'clip', fraction: index / clips.length });
      const path = join(folder, clipFileName(index + 1, query, clip, reframing?.aspect));
      const { startTicks, endTicks, previousTicks, range } = clip;
      const cut = { sourcePath, facts, startTicks, endTicks, previousTicks, frames: range.end - range.start };
      const method = reencode ? 'reencode' : 'copy';
      const {
        sizeInBytes,
        frames: _,
        ...account
      } = await this.cutter.cut({ ...cut, method, crop: reframing?.cropOf(clip), extras }, path, signal);
      written.push({ path, clip, sizeInBytes, cut: account });
    }
    onProgress?.({ stage: 'clip', fraction: 1 });
    return written;
  }
}
