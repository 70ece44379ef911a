import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clip, CutAccount } from '#domain/clips/clip.js';
import { type Extras, namesOfExtras } from '#domain/clips/extras.js';
import type { Episode, VideoFacts } from '#domain/episode/episode.js';
import { eventOf } from '#domain/episode/event-of.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { ClipCutter } from '#ports/clip-cutter.port.js';
import type { ClipRepository } from '#ports/clip-repository.port.js';
import type { MediaStore } from '#ports/media-store.port.js';
import type { ProgressListener } from '../progress.js';
import type { TurnTaking } from '../turn-taking.js';
import type { PlannedClip } from './plan-clips.js';
import type { Reframing } from './reframe-clips.js';

export interface StoreClipsRequest {
  readonly episode: Episode;
  readonly facts: VideoFacts;
  readonly sourcePath: string;
  readonly query: string;
  readonly timelineVersion: number;
  readonly clips: readonly PlannedClip[];
  /** Encodes every frame anew, for players that need H.264. */
  readonly reencode: boolean;
  readonly reframing?: Reframing | undefined;
  readonly extras?: Extras | undefined;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal;
}

/** What a clip's file is, however many clips show it. */
interface CutFile {
  readonly mediaId: string;
  readonly sizeInBytes: number;
  readonly cut: CutAccount;
}

/** A file may be deleted, with the last clip that showed it, while another one comes to share it. */
const MOST_TRIES = 3;

/**
 * Cuts planned clips into the media store. A clip that is already there is not cut again, so a retried job goes on; frames that
 * another query had cut are shared, not cut twice.
 */
export class StoreClips {
  constructor(
    private readonly cutter: ClipCutter,
    private readonly clips: ClipRepository,
    private readonly media: MediaStore,
    private readonly scratchFolder: string,
    /** Hands out the right to cut: one cut uses every core by itself. */
    private readonly turns: TurnTaking,
  ) {}

  async run(request: StoreClipsRequest): Promise<void> {
    for (const [index, planned] of request.clips.entries()) {
      request.onProgress({ stage: 'clip', fraction: index / request.clips.length });
      const id = clipIdOf(request, planned);
      if (!(await this.isStored(id)))
        await this.turns.run(() => this.store(id, planned, request), request.signal);
    }
    request.onProgress({ stage: 'clip', fraction: 1 });
  }

  private async isStored(id: string): Promise<boolean> {
    const clip = await this.clips.find(id);
    return clip !== undefined && clip.mediaId !== null && (await this.media.find(clip.mediaId)) !== undefined;
  }

  private async store(id: string, planned: PlannedClip, request: StoreClipsRequest): Promise<void> {
    const { episode, query, timelineVersion } = request;
    const { start, end, characters } = planned;
    const cutKey = cutKeyOf(request, planned);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const file = (await this.share(cutKey)) ?? (await this.cut(id, planned, request));
      const { mediaId, sizeInBytes, cut } = file;
      const createdAt = new Date().toISOString();
      const clip: Clip = {
        ...{ id, episodeId: episode.id, query, timelineVersion, start, end },
        ...{ characters, cutKey, mediaId, sizeInBytes, cut, createdAt },
        ...(request.reframing && { aspect: request.reframing.aspect }),
      };
      const facts = { clipId: id, query, timelineVersion, start, end, characters, sizeInBytes, cut };
      await this.clips.save(clip, [eventOf('clip.ready.v1', episode.id, id, facts)]);
      if (await this.media.find(mediaId)) return;
    }
    const message = `the file of clip ${id} keeps being deleted while it is made; try again`;
    throw new CastlineError('transient', 'CLIP.MEDIA_MISSING', message, { clipId: id });
  }

  private async share(cutKey: string): Promise<CutFile | undefined> {
    const other = await this.clips.findByCut(cutKey);
    if (!other?.mediaId || !other.cut || !(await this.media.find(other.mediaId))) return undefined;
    return { mediaId: other.mediaId, sizeInBytes: other.sizeInBytes, cut: other.cut };
  }

  private async cut(id: string, planned: PlannedClip, request: StoreClipsRequest): Promise<CutFile> {
    const { facts, sourcePath, extras, signal } = request;
    const { startTicks, endTicks, previousTicks, range } = planned;
    await mkdir(this.scratchFolder, { recursive: true });
    const path = join(this.scratchFolder, `${id}-${randomUUID()}.mp4`);
    try {
      const wanted = {
        sourcePath,
        facts,
        startTicks,
        endTicks,
        previousTicks,
        frames: range.end - range.start,
      };
      const method = request.reencode ? 'reencode' : 'copy';
      const asked = { ...wanted, method, crop: request.reframing?.cropOf(planned), extras } as const;
      const { frames: _, sizeInBytes: __, ...cut } = await this.cutter.cut(asked, path, signal);
      const { id: mediaId, sizeInBytes } = await this.media.adopt(path);
      return { mediaId, sizeInBytes, cut };
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** These frames of these bytes, cut in this way, whatever they were asked for. */
function cutKeyOf(request: StoreClipsRequest, planned: PlannedClip): string {
  const { episode, reencode } = request;
  const { startTicks, endTicks, range } = planned;
  const frames = [episode.sha256, startTicks, endTicks, range.end - range.start, reencode];
  return createHash('sha256')
    .update(JSON.stringify([...frames, ...finishOf(request, planned)]))
    .digest('hex');
}

/** The same cut of the same episode for the same query is the same clip. */
function clipIdOf(request: StoreClipsRequest, planned: PlannedClip): string {
  const { episode, query, reencode } = request;
  const { startTicks, endTicks } = planned;
  const ways = [...(reencode ? ['reencode'] : []), ...finishOf(request, planned)];
  const digest = createHash('sha256')
    .update(JSON.stringify([episode.id, query, startTicks, endTicks, ...ways]))
    .digest('hex');
  return `clip_${digest.slice(0, 24)}`;
}

/** What was asked beyond the frames; nothing for a plain cut. */
function finishOf({ reframing, extras }: StoreClipsRequest, planned: PlannedClip): unknown[] {
  // the camera follows the tracks: where a later timeline moves it, the clip is another one
  return [...(reframing ? [reframing.cropOf(planned)] : []), ...namesOfExtras(extras)];
}
