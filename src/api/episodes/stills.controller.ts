import { createHash } from 'node:crypto';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { CastlineError } from '#domain/errors/castline-error.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { withEpisodeFile } from '#pipeline/ingest-episode/with-episode-file.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { StillReader } from '#ports/still-reader.port.js';
import { AnswersFile } from '../api-docs.js';
import { requireEpisode } from './find-episode.js';
import { StillTurns } from './still-turns.js';

const DEFAULT_WIDTH = 320;
const parametersSchema = z.strictObject({
  width: z.coerce.number().int().min(16).max(1920).default(DEFAULT_WIDTH),
});

@ApiTags('timeline')
@Controller('api/v1/episodes/:id/stills')
export class StillsController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly analyses: ReadAnalysis,
    private readonly media: MediaStore,
    private readonly stills: StillReader,
    private readonly pictures: PictureCodec,
    private readonly turns: StillTurns,
  ) {}

  /** One frame of an analysed episode, by its number. */
  @Get(':frame')
  @ApiQuery({ name: 'width', required: false, type: Number, description: 'at most so many pixels wide' })
  @AnswersFile('image/jpeg')
  async still(
    @Param('id') id: string,
    @Param('frame') frame: string,
    @Query(new ZodPipe(parametersSchema)) { width }: z.output<typeof parametersSchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { episode, facts, scan } = await this.analyses.run(await requireEpisode(this.episodes, id));
    const ticks = /^\d{1,9}$/.test(frame) ? scan.ticks[Number(frame)] : undefined;
    if (ticks === undefined) {
      const message = `there is no frame ${JSON.stringify(frame)}; the episode has ${scan.ticks.length}, counted from 0`;
      throw new CastlineError('not-found', 'FRAME.MISSING', message, { id, frame });
    }
    // the bytes of an episode never change, so neither does its frame
    const etag = `"${createHash('sha256').update(`${episode.sha256} ${ticks} ${width}`).digest('hex').slice(0, 32)}"`;
    response.set({ ETag: etag, 'Cache-Control': 'private, max-age=86400' });
    if (request.get('If-None-Match') === etag) {
      response.status(304).end();
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const at = { ticks, timeBase: facts.timeBase };
    const jpeg = await this.turns.run(async () => {
      const picture = await withEpisodeFile(episode, this.media, (path) =>
        this.stills.readStill(path, facts, at, gone.signal),
      );
      return this.pictures.encode(picture, { format: 'jpeg', quality: 82, maxWidth: width });
    }, gone.signal);
    response.type('image/jpeg').send(Buffer.from(jpeg));
  }
}
