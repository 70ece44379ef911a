import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  exportedEditListSchema,
  exportParametersSchema,
  type ExportParameters,
} from '#contracts/exports.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { EXPORT_FORMAT_NAMES } from '#domain/interchange/export-formats.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { dispositionOf } from '#platform/http/disposition.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { Answers, DescribesQuery } from '../api-docs.js';
import { requireEpisode } from './find-episode.js';
import { MakeExports, requireFormat } from './make-exports.js';

@ApiTags('timeline')
@Controller('api/v1/episodes/:id/exports')
export class ExportsController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly analyses: ReadAnalysis,
    private readonly exports: MakeExports,
  ) {}

  /** The appearances, or the scenes that answer a query, as a file that editing programs read. */
  @Get(':format')
  @ApiParam({ name: 'format', enum: EXPORT_FORMAT_NAMES })
  @DescribesQuery(exportParametersSchema)
  @Answers(exportedEditListSchema, 200, 'in the format json; the others are files of their own kind')
  async export(
    @Param('id') id: string,
    @Param('format') format: string,
    @Query(new ZodPipe(exportParametersSchema)) parameters: ExportParameters,
    @Res() response: Response,
  ): Promise<void> {
    const analysis = await this.analyses.run(await requireEpisode(this.episodes, id));
    const exported = await this.exports.ofEpisode(analysis, requireFormat(format), parameters);
    const file = exported.files[parameters.part - 1];
    if (!file) {
      const message = `there is no part ${parameters.part}; this export has ${exported.files.length}`;
      throw new CastlineError('not-found', 'EXPORT.PART_MISSING', message, { parts: exported.files.length });
    }
    response
      .set({
        'Content-Disposition': dispositionOf('attachment', file.name),
        'Cache-Control': 'private, no-cache',
        'Castline-Timeline-Version': String(analysis.timelineVersion),
        'Castline-Events': String(exported.events),
        'Castline-Parts': String(exported.files.length),
      })
      .type(exported.contentType)
      .send(file.text);
  }
}
