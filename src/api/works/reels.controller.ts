import { Body, Controller, Delete, Get, Head, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { jobSchema } from '#contracts/resources.contract.js';
import {
  askedReelOf,
  reelRequestSchema,
  type ReelRequestBody,
  reelSchema,
} from '#contracts/works.contract.js';
import type { Reel } from '#domain/reels/reel.js';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { planAskedReel } from '#pipeline/make-reel/plan-asked-reel.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { Answers, AnswersFile, listOf } from '../api-docs.js';
import { jobResource } from '../episodes/episode.resource.js';
import { KeptWorks } from './kept-works.js';

@ApiTags('reels')
@Controller('api/v1')
export class ReelsController {
  constructor(
    private readonly works: KeptWorks,
    private readonly answers: AnswerQuery,
  ) {}

  /** Joins every scene that answers the queries into one film; the same request to the same timeline is the same reel. */
  @Post('episodes/:id/reels')
  @HttpCode(202)
  @ApiBody({ schema: schemaOf(reelRequestSchema) })
  @Answers(jobSchema, 202)
  async make(
    @Param('id') id: string,
    @Body(new ZodPipe(reelRequestSchema)) request: ReelRequestBody,
  ): Promise<z.output<typeof jobSchema>> {
    const analysis = await this.works.requireAnalysis(id);
    // a wrong query is said at once, not by a failed job; sound is listened to by the job
    await planAskedReel(analysis, askedReelOf({ ...request, speechReachSeconds: 0 }), this.answers);
    return jobResource(await this.works.enqueue('reel.make', analysis, request));
  }

  @Get('episodes/:id/reels')
  @Answers(listOf(reelSchema))
  async list(@Param('id') id: string): Promise<{ items: z.output<typeof reelSchema>[] }> {
    return { items: (await this.works.list('reel', id)).map(reelResource) };
  }

  @Get('reels/:reelId')
  @Answers(reelSchema)
  async find(@Param('reelId') id: string): Promise<z.output<typeof reelSchema>> {
    return reelResource(await this.works.require('reel', id));
  }

  @Delete('reels/:reelId')
  @HttpCode(204)
  async delete(@Param('reelId') id: string, @Req() request: Request): Promise<void> {
    await this.works.delete('reel', id, request);
  }

  @Head('reels/:reelId/media')
  async headMedia(
    @Param('reelId') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.works.send('reel', id, request, response);
  }

  @Get('reels/:reelId/media')
  @AnswersFile('video/mp4')
  async sendMedia(
    @Param('reelId') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.works.send('reel', id, request, response);
  }
}

function reelResource({ kind: _kind, mediaId: _mediaId, ...reel }: Reel): z.output<typeof reelSchema> {
  return {
    ...reel,
    queries: [...reel.queries],
    chapters: [...reel.chapters],
    mediaUrl: `/api/v1/reels/${reel.id}/media`,
  };
}
