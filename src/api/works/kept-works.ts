import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Job, JobKind } from '#domain/episode/job.js';
import type { WorkKind, WorkOf } from '#domain/works/work.js';
import { type Analysis, ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { ReleaseMedia } from '#pipeline/clip-scenes/release-media.js';
import { auditEntryOf } from '#platform/access/audit-entry-of.js';
import { sendMedia } from '#platform/http/send-media.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { WorkRepository } from '#ports/work-repository.port.js';
import { requireEpisode } from '../episodes/find-episode.js';

/** What the routes of all kinds of kept files have in common. */
@Injectable()
export class KeptWorks {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly analyses: ReadAnalysis,
    private readonly works: WorkRepository,
    private readonly jobs: JobQueue,
    private readonly media: MediaStore,
    private readonly audit: AuditLog,
    private readonly releaseMedia: ReleaseMedia,
  ) {}

  /** @throws CastlineError not-found EPISODE.MISSING, TIMELINE.MISSING */
  async requireAnalysis(episodeId: string): Promise<Analysis> {
    return this.analyses.run(await requireEpisode(this.episodes, episodeId));
  }

  /** Asked again while the same is under way, the same job answers. */
  enqueue(kind: JobKind, { episode, timelineVersion }: Analysis, request: unknown): Promise<Job> {
    const digest = createHash('sha256')
      .update(JSON.stringify([kind, episode.id, timelineVersion, request]))
      .digest('hex');
    const payload = { timelineVersion, request };
    return this.jobs.enqueue({ kind, episodeId: episode.id, key: digest, payload });
  }

  async list<Kind extends WorkKind>(kind: Kind, episodeId: string): Promise<WorkOf<Kind>[]> {
    const { id } = await requireEpisode(this.episodes, episodeId);
    return this.works.list(kind, id);
  }

  /** @throws CastlineError not-found WORK.MISSING */
  async require<Kind extends WorkKind>(kind: Kind, id: string): Promise<WorkOf<Kind>> {
    const work = await this.works.find(kind, id);
    if (work) return work;
    const message = `there is no ${kind} ${JSON.stringify(id)}`;
    throw new CastlineError('not-found', 'WORK.MISSING', message, { id });
  }

  /** Forgets the work; its file goes with the last reference to it. */
  async delete(kind: WorkKind, id: string, request: Request): Promise<void> {
    const { mediaId, episodeId } = await this.require(kind, id);
    await this.works.delete(id);
    await this.audit.append(auditEntryOf(request, `${kind}.deleted`, id, { episodeId }));
    await this.releaseMedia.run([mediaId]);
  }

  async send(kind: WorkKind, id: string, request: Request, response: Response): Promise<void> {
    const { mediaId, contentType, fileName } = await this.require(kind, id);
    const media = await this.media.find(mediaId);
    if (!media) {
      const message = `the file of ${kind} ${id} is gone; make it again`;
      throw new CastlineError('not-found', 'WORK.MEDIA_MISSING', message, { id });
    }
    await sendMedia(this.media, { media, contentType, fileName }, request, response);
  }
}
