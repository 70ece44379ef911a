import { Inject, Injectable } from '@nestjs/common';
import { eventOf } from '#domain/episode/event-of.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import type { TenantId } from '#domain/tenancy/tenant.js';
import { TenantJobs } from '#platform/access/tenant-jobs.js';
import { ALL_JOBS } from '#platform/tokens.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { VideoProbe } from '#ports/video-probe.port.js';
import { Workspaces } from '#ports/workspaces.port.js';
import { enqueueAnalysis } from '../episodes/enqueue-analysis.js';

export interface AcceptedUpload {
  readonly episodeId: string;
  readonly jobId: string;
}

/** A whole upload becomes an episode with its analysis under way, or is refused with the reason. */
@Injectable()
export class AcceptUpload {
  constructor(
    private readonly probe: VideoProbe,
    private readonly workspaces: Workspaces,
    @Inject(ALL_JOBS) private readonly jobs: JobQueue,
  ) {}

  /** @param upload.name what the user calls the file: shown to people, never used as a path */
  async run(upload: {
    tenant: TenantId;
    path: string;
    name: string;
    castId: string | null;
  }): Promise<AcceptedUpload> {
    const { episodes, media } = this.workspaces.of(upload.tenant);
    const { episode } = await new IngestEpisode(this.probe, episodes).run({
      path: upload.path,
      name: upload.name,
    });
    const { id: mediaId } = await media.adopt(upload.path);
    const event = eventOf('episode.uploaded.v1', episode.id, episode.sha256, {
      name: upload.name,
      sizeInBytes: episode.sizeInBytes,
    });
    await episodes.save({ ...episode, source: { kind: 'media', mediaId } }, [event]);
    const job = await enqueueAnalysis(new TenantJobs(this.jobs, upload.tenant), episode.id, upload.castId);
    return { episodeId: episode.id, jobId: job.id };
  }
}
