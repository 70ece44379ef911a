import { Body, Controller, Delete, Get, Head, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { type PageParameters, pageParametersSchema } from '#contracts/page.contract.js';
import { analyzeRequestSchema, type AnalyzeRequestBody } from '#contracts/requests.contract.js';
import { episodeSchema, jobSchema } from '#contracts/resources.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { eventOf } from '#domain/episode/event-of.js';
import type { Page } from '#domain/paging/page.js';
import { ReleaseMedia } from '#pipeline/clip-scenes/release-media.js';
import { auditEntryOf } from '#platform/access/audit-entry-of.js';
import { Needs } from '#platform/access/need.guard.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { sendMedia } from '#platform/http/send-media.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { WorkRepository } from '#ports/work-repository.port.js';
import { Answers, AnswersFile, DescribesQuery, pageOf } from '../api-docs.js';
import { enqueueAnalysis } from './enqueue-analysis.js';
import { episodeResource, jobResource } from './episode.resource.js';
import { requireEpisode } from './find-episode.js';

@ApiTags('episodes')
@Controller('api/v1/episodes')
export class EpisodesController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly clips: ClipRepository,
    private readonly exports: ExportRepository,
    private readonly notes: EpisodeNotesRepository,
    private readonly works: WorkRepository,
    private readonly jobs: JobQueue,
    private readonly media: MediaStore,
    private readonly audit: AuditLog,
    private readonly releaseMedia: ReleaseMedia,
  ) {}

  /** Newest first. */
  @Get()
  @DescribesQuery(pageParametersSchema)
  @Answers(pageOf(episodeSchema))
  async list(
    @Query(new ZodPipe(pageParametersSchema)) page: PageParameters,
  ): Promise<Page<z.output<typeof episodeSchema>>> {
    const { items, next } = await this.episodes.listPage(page);
    const placements = await this.notes.findPlacements(items.map(({ id }) => id));
    return { items: items.map((episode) => episodeResource(episode, placements.get(episode.id))), next };
  }

  @Get(':id')
  @Answers(episodeSchema)
  async find(@Param('id') id: string): Promise<z.output<typeof episodeSchema>> {
    const episode = await requireEpisode(this.episodes, id);
    return episodeResource(episode, await this.notes.findPlacement(id));
  }

  /** Analyses (again), against a cast or discovering everyone. What is already known is not decoded again. */
  @Post(':id/analyze')
  @HttpCode(202)
  @ApiBody({ schema: schemaOf(analyzeRequestSchema) })
  @Answers(jobSchema, 202)
  async analyze(
    @Param('id') id: string,
    @Body(new ZodPipe(analyzeRequestSchema)) { castId }: AnalyzeRequestBody,
  ): Promise<z.output<typeof jobSchema>> {
    const episode = await requireEpisode(this.episodes, id);
    return jobResource(await enqueueAnalysis(this.jobs, episode.id, castId));
  }

  /** Deletes the episode, its timelines, clips, reels and exports, and their media; running jobs are cancelled. */
  @Delete(':id')
  @HttpCode(204)
  @Needs('administer')
  async delete(@Param('id') id: string, @Req() request: Request): Promise<void> {
    const episode = await requireEpisode(this.episodes, id);
    for (const job of await this.jobs.list({ episodeId: id })) await this.jobs.cancel(job.id);
    const made = [
      ...(await this.clips.list(id)),
      ...(await this.works.listAll(id)),
      ...(await this.exports.list(id)),
    ];
    await this.episodes.delete(id, [
      eventOf('episode.deleted.v1', id, new Date().toISOString(), { name: episode.name }),
    ]);
    await this.audit.append(auditEntryOf(request, 'episode.deleted', id, { name: episode.name }));
    const mediaIds = [
      episode.source.kind === 'media' ? episode.source.mediaId : null,
      ...made.map(({ mediaId }) => mediaId),
    ];
    await this.releaseMedia.run(mediaIds);
  }

  @Head(':id/media')
  async headMedia(
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.sendMedia(id, request, response);
  }

  @Get(':id/media')
  @AnswersFile('video/*')
  async sendMedia(
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { source, name, facts } = await requireEpisode(this.episodes, id);
    const media = source.kind === 'media' ? await this.media.find(source.mediaId) : undefined;
    if (!media) {
      throw new CastlineError(
        'not-found',
        'MEDIA.NOT_STORED',
        'this episode was analysed from a file outside of the media store; it cannot be served',
        { id },
      );
    }
    await sendMedia(
      this.media,
      { media, contentType: contentTypeOf(facts?.container ?? ''), fileName: name },
      request,
      response,
    );
  }
}

/** By what the probe found, never by what the file is called. */
function contentTypeOf(container: string): string {
  if (container.includes('mp4') || container.includes('mov')) return 'video/mp4';
  if (container.includes('webm') || container.includes('matroska')) return 'video/webm';
  return 'application/octet-stream';
}
