import { join } from 'node:path';
import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Config } from '#config/config.js';
import { faceSchema } from '#contracts/resources.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { ExaminePictures, type FaceReport } from '#pipeline/examine-pictures/examine-pictures.js';
import { requireSameEmbedder } from '#pipeline/read-cast/cast-of-references.js';
import { CONFIG } from '#platform/tokens.js';
import { CastRepository } from '#ports/cast-repository.port.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { Answers, listOf } from '../api-docs.js';
import { withUploadedPicture } from '../casts/picture-upload.js';

@ApiTags('who')
@Controller('api/v1/who')
export class WhoController {
  private readonly examine: ExaminePictures;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly casts: CastRepository,
    pictures: PictureCodec,
    private readonly recognizer: FaceRecognizer,
  ) {
    this.examine = new ExaminePictures(pictures, recognizer);
  }

  /** Who is in this picture? The body is the picture (a paused frame); `castId` says whom to look for. */
  @Post()
  @HttpCode(200)
  @ApiQuery({ name: 'castId', required: false })
  @ApiConsumes('image/*')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Answers(listOf(faceSchema))
  async who(@Req() request: Request, @Query('castId') castId?: unknown): Promise<{ items: FaceReport[] }> {
    const cast = typeof castId === 'string' ? await this.casts.find(castId) : undefined;
    if (castId !== undefined && !cast)
      throw new CastlineError('not-found', 'CAST.MISSING', 'there is no such cast', { castId });
    if (cast) requireSameEmbedder(cast, await this.recognizer.load());
    const items = await withUploadedPicture(request, join(this.config.home, 'scratch'), async (path) => {
      const { faces, failures } = await this.examine.run({
        paths: [path],
        gallery: cast && { references: cast.references },
      });
      if (failures[0]) throw failures[0].error;
      return faces[path] ?? [];
    });
    return { items };
  }
}
