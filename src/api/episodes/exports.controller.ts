import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import {
  exportedEditListSchema,
  exportParametersSchema,
  type ExportParameters,
} from '#contracts/exports.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import {
  EXPORT_FORMAT_NAMES,
  type ExportFormat,
  isExportFormat,
} from '#domain/interchange/export-formats.js';
import {
  DEFAULT_REEL,
  type ExportedTimeline,
  exportTimeline,
} from '#pipeline/export-timeline/export-timeline.js';
import { dispositionOf } from '#platform/http/disposition.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import { TimelineRepository } from '#ports/timeline-repository.port.js';
import { Answers } from '../api-docs.js';
import { requireEpisode, requireTimeline } from './find-episode.js';

@ApiTags('timeline')
@Controller('api/v1/episodes/:id/exports')
export class ExportsController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly timelines: TimelineRepository,
    private readonly scans: ScanRepository,
  ) {}

  /** The appearances, or the scenes that answer a query, as a file that editing programs read. */
  @Get(':format')
  @ApiParam({ name: 'format', enum: EXPORT_FORMAT_NAMES })
  @DescribesParameters()
  @Answers(exportedEditListSchema, 200, 'in the format json; the others are files of their own kind')
  async export(
    @Param('id') id: string,
    @Param('format') format: string,
    @Query(new ZodPipe(exportParametersSchema)) parameters: ExportParameters,
    @Res() response: Response,
  ): Promise<void> {
    if (!isExportFormat(format)) throw unknownFormat(format);
    const { version, exported } = await this.build(id, format, parameters);
    const file = exported.files[parameters.part - 1];
    if (!file) {
      const message = `there is no part ${parameters.part}; this export has ${exported.files.length}`;
      throw new CastlineError('not-found', 'EXPORT.PART_MISSING', message, { parts: exported.files.length });
    }
    response
      .set({
        'Content-Disposition': dispositionOf('attachment', file.name),
        'Cache-Control': 'private, no-cache',
        'Castline-Timeline-Version': String(version),
        'Castline-Events': String(exported.events),
        'Castline-Parts': String(exported.files.length),
      })
      .type(exported.contentType)
      .send(file.text);
  }

  private async build(
    id: string,
    format: ExportFormat,
    { query, shape, startTimecode, reel, part: _part, ...cutOptions }: ExportParameters,
  ): Promise<{ version: number; exported: ExportedTimeline }> {
    const { facts, name } = await requireEpisode(this.episodes, id);
    const { timeline, version, scanKey } = await requireTimeline(this.timelines, id);
    const scan = await this.scans.find(id, scanKey);
    if (!scan || !facts)
      throw new CastlineError('not-found', 'TIMELINE.MISSING', `episode ${id} has no timeline yet`);
    const exported = exportTimeline({
      timeline,
      scan,
      facts,
      // beside the export: where the file lies on the editor's machine only the editor knows
      mediaUrl: `./${encodeURIComponent(name.replace(/\p{Surrogate}/gu, '_'))}`,
      query: query ?? null,
      shape: shape ?? (query === undefined ? 'markers' : 'cuts'),
      cutOptions,
      startTimecode: startTimecode ?? null,
      format,
      reel: reel ?? DEFAULT_REEL,
    });
    return { version, exported };
  }
}

function unknownFormat(format: string): CastlineError {
  const message = `there is no export format ${JSON.stringify(format)}; there are ${EXPORT_FORMAT_NAMES.join(', ')}`;
  return new CastlineError('not-found', 'EXPORT.UNKNOWN_FORMAT', message, { format });
}

/** Documents every parameter with the words of the contract. */
function DescribesParameters(): MethodDecorator {
  return (target, key, descriptor) => {
    for (const [name, schema] of Object.entries(exportParametersSchema.shape)) {
      const type = /Seconds$|^part$/.test(name) ? Number : String;
      ApiQuery({ name, required: false, type, description: schema.description ?? '' })(
        target,
        key,
        descriptor,
      );
    }
  };
}
