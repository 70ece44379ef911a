import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { sceneRequestOf } from '#contracts/cutting.contract.js';
import {
  seriesClipRequestSchema,
  seriesClipsSchema,
  seriesJobsSchema,
  seriesParametersSchema,
  seriesScenesParametersSchema,
  seriesScenesSchema,
  seriesSchema,
} from '#contracts/series.contract.js';
import type { Episode } from '#domain/episode/episode.js';
import { comparePlaced } from '#domain/episode/placement.js';
import { knownNames } from '#domain/query/resolve-names.js';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { ReadAnalysis } from '#pipeline/clip-scenes/read-analysis.js';
import { FindSeries } from '#pipeline/query-series/find-series.js';
import { readSeries } from '#pipeline/query-series/read-series.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { ClipRepository } from '#ports/clip-repository.port.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import { JobQueue } from '#ports/job-queue.port.js';
import { Answers, DescribesQuery, listOf } from '../api-docs.js';
import { clipResource, plannedSceneResource } from '../clips/clip.resource.js';
import { enqueueCutting, withoutListening } from '../clips/enqueue-cutting.js';
import { jobResource } from '../episodes/episode.resource.js';

type Answer<Schema extends z.ZodType> = Promise<z.output<Schema>>;

/** Questions to several episodes; answers are grouped by episode, in the order in which a series is watched. */
@ApiTags('series')
@Controller('api/v1')
export class SeriesController {
  constructor(
    private readonly notes: EpisodeNotesRepository,
    private readonly series: FindSeries,
    private readonly analyses: ReadAnalysis,
    private readonly answers: AnswerQuery,
    private readonly clips: ClipRepository,
    private readonly jobs: JobQueue,
  ) {}

  @Get('series')
  @Answers(listOf(seriesSchema))
  async list(): Promise<{ items: z.output<typeof seriesSchema>[] }> {
    const items: z.output<typeof seriesSchema>[] = [];
    for (const { episodeId, placement } of (await this.notes.listPlacements()).sort(comparePlaced)) {
      const last = items.at(-1);
      if (last?.name !== placement.series) items.push({ name: placement.series, seasons: [] });
      const { seasons } = items.at(-1)!;
      if (seasons.length === 0 || seasons.at(-1)?.season !== placement.season)
        seasons.push({ season: placement.season, episodeIds: [] });
      seasons.at(-1)!.episodeIds.push(episodeId);
    }
    return { items };
  }

  /** The scenes of a series, or of one season, that answer a query. */
  @Get('scenes')
  @DescribesQuery(seriesScenesParametersSchema)
  @Answers(seriesScenesSchema)
  async scenes(
    @Query(new ZodPipe(seriesScenesParametersSchema))
    { series, season, ...asked }: z.output<typeof seriesScenesParametersSchema>,
  ): Answer<typeof seriesScenesSchema> {
    const found = await this.series.run({ series, season });
    const { analyses, skipped } = await readSeries(
      found.map(({ episode }) => episode),
      this.analyses,
    );
    const answered = await this.answers.runAcross(analyses, sceneRequestOf(asked));
    const placements = new Map(found.map(({ episode, placement }) => [episode.id, placement]));
    return {
      query: asked.query,
      episodes: answered.map(({ analysis: { episode, timelineVersion }, clips, notes }) => ({
        ...{ episodeId: episode.id, name: episode.name, timelineVersion },
        placement: placements.get(episode.id) ?? null,
        scenes: clips.map(plannedSceneResource),
        notes: [...notes],
      })),
      skipped: skipped.map(nameOf),
    };
  }

  /** Cuts the scenes of a series, or of one season, that answer a query: a job for each episode that has any. */
  @Post('clips')
  @HttpCode(202)
  @ApiBody({ schema: schemaOf(seriesClipRequestSchema) })
  @Answers(seriesJobsSchema, 202)
  async cut(
    @Body(new ZodPipe(seriesClipRequestSchema))
    { series, season, ...request }: z.output<typeof seriesClipRequestSchema>,
  ): Answer<typeof seriesJobsSchema> {
    const found = await this.series.run({ series, season: season ?? undefined });
    const { analyses, skipped } = await readSeries(
      found.map(({ episode }) => episode),
      this.analyses,
    );
    const answered = await this.answers.runAcross(analyses, withoutListening(sceneRequestOf(request)));
    const alsoKnown = [...new Set(analyses.flatMap(({ timeline }) => knownNames(timeline)))].sort();
    const items = [];
    for (const { analysis, bestSeconds, clips } of answered)
      if (clips.length > 0)
        items.push(
          jobResource(await enqueueCutting(this.jobs, analysis, { ...request, bestSeconds }, alsoKnown)),
        );
    return { items, skipped: skipped.map(nameOf) };
  }

  /** The clips that are ready, of a series or of one season. */
  @Get('clips')
  @DescribesQuery(seriesParametersSchema)
  @Answers(seriesClipsSchema)
  async listClips(
    @Query(new ZodPipe(seriesParametersSchema)) asked: z.output<typeof seriesParametersSchema>,
  ): Answer<typeof seriesClipsSchema> {
    const episodes = [];
    for (const { episode, placement } of await this.series.run(asked)) {
      const clips = (await this.clips.list(episode.id)).map(clipResource);
      episodes.push({ ...nameOf(episode), placement, clips });
    }
    return { episodes };
  }
}

const nameOf = ({ id, name }: Episode): { episodeId: string; name: string } => ({ episodeId: id, name });
