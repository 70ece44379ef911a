import { join } from 'node:path';
import { Body, Controller, Delete, Get, Head, Inject, Param, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import {
  exportRequestSchema,
  seriesExportRequestSchema,
  storedExportSchema,
} from '#contracts/exports.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { StoredExport } from '#domain/interchange/stored-export.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { ReleaseMedia } from '#pipeline/clip-scenes/release-media.js';
import { StoreExports } from '#pipeline/export-timeline/store-exports.js';
import { FindSeries } from '#pipeline/query-series/find-series.js';
import { readSeries } from '#pipeline/query-series/read-series.js';
import { auditEntryOf } from '#platform/access/audit-entry-of.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { sendMedia } from '#platform/http/send-media.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { CONFIG } from '#platform/tokens.js';
import { AuditLog } from '#ports/audit-log.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { ExportRepository } from '#ports/export-repository.port.js';
import { MediaStore } from '#ports/media-store.port.js';
import { Answers, AnswersFile, listOf } from '../api-docs.js';
import { requireEpisode } from './find-episode.js';
import { MakeExports } from './make-exports.js';

type Listed = Promise<{ items: z.output<typeof storedExportSchema>[] }>;

/** Exports that are kept: made once, listed, sent as files. */
@ApiTags('exports')
@Controller('api/v1')
export class StoredExportsController {
  private readonly store: StoreExports;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly episodes: EpisodeRepository,
    private readonly analyses: ReadAnalysis,
    private readonly series: FindSeries,
    private readonly make: MakeExports,
    private readonly exports: ExportRepository,
    private readonly media: MediaStore,
    private readonly audit: AuditLog,
    private readonly releaseMedia: ReleaseMedia,
  ) {
    this.store = new StoreExports(exports, media, join(config.home, 'scratch'));
  }

  /** Makes an export and keeps it; a format that needs several files answers with all of them. */
  @Post('episodes/:id/exports')
  @ApiBody({ schema: schemaOf(exportRequestSchema) })
  @Answers(listOf(storedExportSchema), 201)
  async keep(
    @Param('id') id: string,
    @Body(new ZodPipe(exportRequestSchema)) { format, ...asked }: z.output<typeof exportRequestSchema>,
  ): Listed {
    const analysis = await this.analyses.run(await requireEpisode(this.episodes, id));
    const exported = await this.make.ofEpisode(analysis, format, asked);
    const query = asked.query ?? null;
    const kept = await this.store.run({ exported, episodeIds: [id], query, format });
    return { items: kept.map(exportResource) };
  }

  /** Makes one cut list of the scenes of a series, or of one season, that answer a query, and keeps it. */
  @Post('exports')
  @ApiBody({ schema: schemaOf(seriesExportRequestSchema) })
  @Answers(listOf(storedExportSchema), 201)
  async keepSeries(
    @Body(new ZodPipe(seriesExportRequestSchema))
    { series, season, ...asked }: z.output<typeof seriesExportRequestSchema>,
  ): Listed {
    const found = await this.series.run({ series, season: season ?? undefined });
    const { analyses } = await readSeries(
      found.map(({ episode }) => episode),
      this.analyses,
    );
    const title = season === null ? series : `${series} ${season}`;
    const exported = await this.make.ofSeries(title, analyses, asked);
    const episodeIds = analyses.map(({ episode }) => episode.id);
    const { query, format } = asked;
    const kept = await this.store.run({ exported, episodeIds, query, format });
    return { items: kept.map(exportResource) };
  }

  @Get('episodes/:id/exports')
  @Answers(listOf(storedExportSchema))
  async list(@Param('id') id: string): Listed {
    await requireEpisode(this.episodes, id);
    return { items: (await this.exports.list(id)).map(exportResource) };
  }

  @Get('exports')
  @Answers(listOf(storedExportSchema))
  async listAll(): Listed {
    return { items: (await this.exports.list()).map(exportResource) };
  }

  @Get('exports/:exportId')
  @Answers(storedExportSchema)
  async find(@Param('exportId') exportId: string): Promise<z.output<typeof storedExportSchema>> {
    return exportResource(await this.require(exportId));
  }

  @Delete('exports/:exportId')
  @HttpCode(204)
  async delete(@Param('exportId') exportId: string, @Req() request: Request): Promise<void> {
    const { mediaId, episodeIds, fileName } = await this.require(exportId);
    await this.exports.delete(exportId);
    await this.audit.append(auditEntryOf(request, 'export.deleted', exportId, { episodeIds, fileName }));
    await this.releaseMedia.run([mediaId]);
  }

  @Head('exports/:exportId/media')
  async headMedia(
    @Param('exportId') exportId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.sendMedia(exportId, request, response);
  }

  @Get('exports/:exportId/media')
  @AnswersFile('application/octet-stream')
  async sendMedia(
    @Param('exportId') exportId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { mediaId, contentType, fileName } = await this.require(exportId);
    const media = await this.media.find(mediaId);
    if (!media) {
      const message = `the file of export ${exportId} is gone; make it again`;
      throw new CastlineError('not-found', 'EXPORT.MEDIA_MISSING', message, { exportId });
    }
    await sendMedia(this.media, { media, contentType, fileName, kind: 'attachment' }, request, response);
  }

  private async require(exportId: string): Promise<StoredExport> {
    const stored = await this.exports.find(exportId);
    if (stored) return stored;
    const message = `there is no export ${JSON.stringify(exportId)}`;
    throw new CastlineError('not-found', 'EXPORT.MISSING', message, { exportId });
  }
}

function exportResource({ mediaId: _mediaId, ...stored }: StoredExport): z.output<typeof storedExportSchema> {
  return {
    ...stored,
    episodeIds: [...stored.episodeIds],
    mediaUrl: `/api/v1/exports/${stored.id}/media`,
  };
}
