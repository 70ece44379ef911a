import { Body, Controller, Delete, Get, Head, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { jobSchema } from '#contracts/resources.contract.js';
import { stickerRequestSchema, type StickerRequestBody, stickerSchema } from '#contracts/works.contract.js';
import { STICKER_TYPES, type Sticker } from '#domain/stickers/sticker.js';
import { findCharacter } from '#pipeline/make-stickers/find-stickers.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { Answers, AnswersFile, listOf } from '../api-docs.js';
import { jobResource } from '../episodes/episode.resource.js';
import { KeptWorks } from './kept-works.js';

const MEDIA_TYPES = Object.values(STICKER_TYPES).map(({ contentType }) => contentType);

@ApiTags('stickers')
@Controller('api/v1')
export class StickersController {
  constructor(private readonly works: KeptWorks) {}

  /** Makes small looping pictures of a character; of all expressions that are found, with a sheet, or of one. */
  @Post('episodes/:id/stickers')
  @HttpCode(202)
  @ApiBody({ schema: schemaOf(stickerRequestSchema) })
  @Answers(jobSchema, 202)
  async make(
    @Param('id') id: string,
    @Body(new ZodPipe(stickerRequestSchema)) request: StickerRequestBody,
  ): Promise<z.output<typeof jobSchema>> {
    const analysis = await this.works.requireAnalysis(id);
    // a wrong name is said at once, not by a failed job
    findCharacter(request.character, analysis);
    return jobResource(await this.works.enqueue('sticker.make', analysis, request));
  }

  @Get('episodes/:id/stickers')
  @Answers(listOf(stickerSchema))
  async list(@Param('id') id: string): Promise<{ items: z.output<typeof stickerSchema>[] }> {
    return { items: (await this.works.list('sticker', id)).map(stickerResource) };
  }

  @Get('stickers/:stickerId')
  @Answers(stickerSchema)
  async find(@Param('stickerId') id: string): Promise<z.output<typeof stickerSchema>> {
    return stickerResource(await this.works.require('sticker', id));
  }

  @Delete('stickers/:stickerId')
  @HttpCode(204)
  async delete(@Param('stickerId') id: string, @Req() request: Request): Promise<void> {
    await this.works.delete('sticker', id, request);
  }

  @Head('stickers/:stickerId/media')
  async headMedia(
    @Param('stickerId') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.works.send('sticker', id, request, response);
  }

  @Get('stickers/:stickerId/media')
  @AnswersFile(...MEDIA_TYPES)
  async sendMedia(
    @Param('stickerId') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.works.send('sticker', id, request, response);
  }
}

function stickerResource({
  kind: _kind,
  mediaId: _mediaId,
  ...sticker
}: Sticker): z.output<typeof stickerSchema> {
  return { ...sticker, mediaUrl: `/api/v1/stickers/${sticker.id}/media` };
}
