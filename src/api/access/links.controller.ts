import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { linkSchema } from '#contracts/access.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { Needs } from '#platform/access/need.guard.js';
import { principalOf } from '#platform/access/principal-of.js';
import { LONGEST_LINK_SECONDS, SignedLinks } from '#platform/access/signed-links.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import { Answers } from '../api-docs.js';
import { KeptWorks } from '../works/kept-works.js';
import { requireEpisode } from '../episodes/find-episode.js';

const secondsSchema = z.coerce.number().int().min(1).max(LONGEST_LINK_SECONDS).default(3600);
const WANTS_SECONDS = {
  name: 'seconds',
  required: false,
  description: 'how long the link opens; an hour by default',
};

/** Links for players and editing programs, which cannot show a token: they open one file to whoever has them, for a while. */
@ApiTags('access')
@Controller('api/v1')
@Needs('view')
export class LinksController {
  constructor(
    private readonly links: SignedLinks,
    private readonly episodes: EpisodeRepository,
    private readonly clips: ClipRepository,
    private readonly exports: ExportRepository,
    private readonly works: KeptWorks,
  ) {}

  @Post('episodes/:id/media/link')
  @HttpCode(200)
  @ApiQuery(WANTS_SECONDS)
  @Answers(linkSchema)
  async ofEpisode(
    @Param('id') id: string,
    @Query('seconds', new ZodPipe(secondsSchema)) seconds: number,
    @Req() request: Request,
  ): Promise<z.output<typeof linkSchema>> {
    await requireEpisode(this.episodes, id);
    return this.links.sign(`/api/v1/episodes/${id}/media`, principalOf(request).tenant, seconds);
  }

  @Post('clips/:id/media/link')
  @HttpCode(200)
  @ApiQuery(WANTS_SECONDS)
  @Answers(linkSchema)
  async ofClip(
    @Param('id') id: string,
    @Query('seconds', new ZodPipe(secondsSchema)) seconds: number,
    @Req() request: Request,
  ): Promise<z.output<typeof linkSchema>> {
    if (!(await this.clips.find(id)))
      throw new CastlineError('not-found', 'CLIP.MISSING', `there is no clip ${JSON.stringify(id)}`, { id });
    return this.links.sign(`/api/v1/clips/${id}/media`, principalOf(request).tenant, seconds);
  }

  @Post('exports/:id/media/link')
  @HttpCode(200)
  @ApiQuery(WANTS_SECONDS)
  @Answers(linkSchema)
  async ofExport(
    @Param('id') id: string,
    @Query('seconds', new ZodPipe(secondsSchema)) seconds: number,
    @Req() request: Request,
  ): Promise<z.output<typeof linkSchema>> {
    if (!(await this.exports.find(id))) {
      const message = `there is no export ${JSON.stringify(id)}`;
      throw new CastlineError('not-found', 'EXPORT.MISSING', message, { id });
    }
    return this.links.sign(`/api/v1/exports/${id}/media`, principalOf(request).tenant, seconds);
  }

  @Post('stickers/:id/media/link')
  @HttpCode(200)
  @ApiQuery(WANTS_SECONDS)
  @Answers(linkSchema)
  async ofSticker(
    @Param('id') id: string,
    @Query('seconds', new ZodPipe(secondsSchema)) seconds: number,
    @Req() request: Request,
  ): Promise<z.output<typeof linkSchema>> {
    await this.works.require('sticker', id);
    return this.links.sign(`/api/v1/stickers/${id}/media`, principalOf(request).tenant, seconds);
  }

  @Post('reels/:id/media/link')
  @HttpCode(200)
  @ApiQuery(WANTS_SECONDS)
  @Answers(linkSchema)
  async ofReel(
    @Param('id') id: string,
    @Query('seconds', new ZodPipe(secondsSchema)) seconds: number,
    @Req() request: Request,
  ): Promise<z.output<typeof linkSchema>> {
    await this.works.require('reel', id);
    return this.links.sign(`/api/v1/reels/${id}/media`, principalOf(request).tenant, seconds);
  }
}
