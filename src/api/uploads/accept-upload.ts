import { Injectable } from '@nestjs/common';
import { eventOf } from '#domain/episode/event-of.js';
import { IngestEpisode } from '#pipeline/ingest-episode/ingest-episode.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { enqueueAnalysis } from '../episodes/enqueue-analysis.js';

export interface AcceptedUpload {
  readonly episodeId: string;
  readonly jobId: string;
}

/** A whole upload becomes an episode with its analysis under way, or is refused with the reason. */
@Injectable()
export class AcceptUpload {
  constructor(
    private readonly ingest: IngestEpisode,
    private readonly episodes: EpisodeRepository,
    private readonly media: MediaStore,
    private readonly jobs: JobQueue,
  ) {}

  /** @param upload.name what the user calls the file: shown to people, never used as a path */
  async run(upload: { path: string; name: string; castId: string | null }): Promise<AcceptedUpload> {
    const { episode } = await this.ingest.run({ path: upload.path, name: upload.name });
    const { id: mediaId } = await this.media.adopt(upload.path);
    const event = eventOf('episode.uploaded.v1', episode.id, episode.sha256, {
      name: upload.name,
      sizeInBytes: episode.sizeInBytes,
    });
    await this.episodes.save({ ...episode, source: { kind: 'media', mediaId } }, [event]);
    const job = await enqueueAnalysis(this.jobs, episode.id, upload.castId);
    return { episodeId: episode.id, jobId: job.id };
  }
}
