import { Body, Controller, Delete, Get, Head, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { sceneRequestOf } from '#contracts/cutting.contract.js';
import { clipRequestSchema, type ClipRequestBody } from '#contracts/requests.contract.js';
import { clipSchema, jobSchema } from '#contracts/resources.contract.js';
import { clipPreviewSchema } from '#contracts/series.contract.js';
import type { Clip } from '#domain/clips/clip.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { clipFileName } from '#pipeline/clip-scenes/clip-file-name.js';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { ReleaseMedia } from '#pipeline/clip-scenes/release-media.js';
import { auditEntryOf } from '#platform/access/audit-entry-of.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { sendMedia } from '#platform/http/send-media.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { Answers, AnswersFile, listOf } from '../api-docs.js';
import { jobResource } from '../episodes/episode.resource.js';
import { requireEpisode } from '../episodes/find-episode.js';
import { clipResource, plannedSceneResource } from './clip.resource.js';
import { enqueueCutting, withoutListening } from './enqueue-cutting.js';

@ApiTags('clips')
@Controller('api/v1')
export class ClipsController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly analyses: ReadAnalysis,
    private readonly answers: AnswerQuery,
    private readonly clips: ClipRepository,
    private readonly jobs: JobQueue,
    private readonly media: MediaStore,
    private readonly audit: AuditLog,
    private readonly releaseMedia: ReleaseMedia,
  ) {}

  /** Cuts every scene that answers the query; the clips appear in the list as they get ready. */
  @Post('episodes/:id/clips')
  @HttpCode(202)
  @ApiBody({ schema: schemaOf(clipRequestSchema) })
  @Answers(jobSchema, 202)
  async cut(
    @Param('id') id: string,
    @Body(new ZodPipe(clipRequestSchema)) request: ClipRequestBody,
  ): Promise<z.output<typeof jobSchema>> {
    const analysis = await this.analyses.run(await requireEpisode(this.episodes, id));
    // a wrong query is said at once, not by a failed job; sound is listened to by the job
    const asked = sceneRequestOf(request);
    await this.answers.run(analysis, withoutListening(asked));
    return jobResource(await enqueueCutting(this.jobs, analysis, request));
  }

  /** What would be cut, before a pixel is encoded, with a picture of the first and the last frame of each clip. */
  @Post('episodes/:id/clips/preview')
  @HttpCode(200)
  @ApiBody({ schema: schemaOf(clipRequestSchema) })
  @Answers(clipPreviewSchema)
  async preview(
    @Param('id') id: string,
    @Body(new ZodPipe(clipRequestSchema)) request: ClipRequestBody,
  ): Promise<z.output<typeof clipPreviewSchema>> {
    const analysis = await this.analyses.run(await requireEpisode(this.episodes, id));
    const { clips, notes } = await this.answers.run(analysis, sceneRequestOf(request));
    const still = (frame: number): string => `/api/v1/episodes/${id}/stills/${frame}`;
    return {
      query: request.query,
      timelineVersion: analysis.timelineVersion,
      clips: clips.map((clip) => ({
        ...plannedSceneResource(clip),
        frames: clip.range.end - clip.range.start,
        firstFrameUrl: still(clip.range.start),
        lastFrameUrl: still(clip.range.end - 1),
      })),
      notes: [...notes],
    };
  }

  @Get('episodes/:id/clips')
  @Answers(listOf(clipSchema))
  async list(@Param('id') id: string): Promise<{ items: z.output<typeof clipSchema>[] }> {
    await requireEpisode(this.episodes, id);
    return { items: (await this.clips.list(id)).map(clipResource) };
  }

  @Get('clips/:clipId')
  @Answers(clipSchema)
  async find(@Param('clipId') clipId: string): Promise<z.output<typeof clipSchema>> {
    return clipResource(await this.require(clipId));
  }

  @Delete('clips/:clipId')
  @HttpCode(204)
  async delete(@Param('clipId') clipId: string, @Req() request: Request): Promise<void> {
    const { mediaId, episodeId, query } = await this.require(clipId);
    await this.clips.delete(clipId);
    await this.audit.append(auditEntryOf(request, 'clip.deleted', clipId, { episodeId, query }));
    // two queries may share a cut: the bytes stay as long as anybody else refers to them
    await this.releaseMedia.run([mediaId]);
  }

  @Head('clips/:clipId/media')
  async headMedia(
    @Param('clipId') clipId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.sendMedia(clipId, request, response);
  }

  @Get('clips/:clipId/media')
  @AnswersFile('video/mp4')
  async sendMedia(
    @Param('clipId') clipId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { mediaId, query, start, aspect } = await this.require(clipId);
    const media = mediaId === null ? undefined : await this.media.find(mediaId);
    if (!media)
      throw new CastlineError(
        'not-found',
        'CLIP.MEDIA_MISSING',
        `the file of clip ${clipId} is gone; cut it again`,
        { clipId },
      );
    await sendMedia(
      this.media,
      { media, contentType: 'video/mp4', fileName: clipFileName(1, query, { start }, aspect) },
      request,
      response,
    );
  }

  private async require(clipId: string): Promise<Clip> {
    const clip = await this.clips.find(clipId);
    if (!clip)
      throw new CastlineError('not-found', 'CLIP.MISSING', `there is no clip ${JSON.stringify(clipId)}`, {
        clipId,
      });
    return clip;
  }
}
