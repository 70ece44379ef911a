import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clip } from '#domain/clips/clip.js';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { ClipCutter } from '#ports/clip-cutter.port.js';
import type { ClipRepository } from '#ports/clip-repository.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { ProgressListener } from '../progress.js';
import type { PlannedClip } from './plan-clips.js';

export interface StoreClipsRequest {
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly sourcePath: string;
  readonly query: string;
  readonly timelineVersion: number;
  readonly clips: readonly PlannedClip[];
  /** Encodes every frame anew, for players that need H.264. */
  readonly reencode: boolean;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal;
}

/** Cuts planned clips into the media store. A clip that is already there is not cut again, so a retried job goes on. */
export class StoreClips {
  constructor(
    private readonly cutter: ClipCutter,
    private readonly clips: ClipRepository,
    private readonly media: MediaStore,
    private readonly scratchFolder: string,
  ) {}

  async run(request: StoreClipsRequest): Promise<void> {
    for (const [index, planned] of request.clips.entries()) {
      request.onProgress({ stage: 'clip', fraction: index / request.clips.length });
      const id = clipIdOf(request, planned);
      if (!(await this.clips.find(id))) await this.store(id, planned, request);
    }
    request.onProgress({ stage: 'clip', fraction: 1 });
  }

  private async store(id: string, planned: PlannedClip, request: StoreClipsRequest): Promise<void> {
    const { episode, facts, sourcePath, query, timelineVersion, reencode, signal } = request;
    await mkdir(this.scratchFolder, { recursive: true });
    const path = join(this.scratchFolder, `${id}-${randomUUID()}.mp4`);
    try {
      const { startTicks, endTicks, previousTicks, range, start, end, characters } = planned;
      const cut = { sourcePath, facts, startTicks, endTicks, previousTicks, frames: range.end - range.start };
      const method = reencode ? 'reencode' : 'copy';
      const { method: way, copiedShare, reason } = await this.cutter.cut({ ...cut, method }, path, signal);
      const { id: mediaId, sizeInBytes } = await this.media.adopt(path);
      const createdAt = new Date().toISOString();
      const clip: Clip = {
        id,
        episodeId: episode.id,
        query,
        timelineVersion,
        start,
        end,
        characters,
        mediaId,
        sizeInBytes,
        cut: { method: way, copiedShare, reason },
        createdAt,
      };
      await this.clips.save(clip, [
        eventOf('clip.ready.v1', episode.id, id, { clipId: id, query, start, end, sizeInBytes }),
      ]);
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** The same cut of the same episode for the same query is the same clip. */
function clipIdOf(
  { episode, query, reencode }: StoreClipsRequest,
  { startTicks, endTicks }: PlannedClip,
): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([episode.id, query, startTicks, endTicks, ...(reencode ? ['reencode'] : [])]))
    .digest('hex');
  return `clip_${digest.slice(0, 24)}`;
}
