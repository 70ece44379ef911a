import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { placementSchema } from '#contracts/resources.contract.js';
import { marksSchema } from '#contracts/series.contract.js';
import { formatTimeSpan, parseTimeSpan } from '#domain/time/time-span.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { EpisodeNotesRepository } from '#ports/episode-notes-repository.port.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { Answers } from '../api-docs.js';
import { requireEpisode } from './find-episode.js';

@ApiTags('episodes')
@Controller('api/v1/episodes/:id')
export class EpisodeNotesController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly notes: EpisodeNotesRepository,
  ) {}

  /** Puts the episode into a series. */
  @Put('placement')
  @ApiBody({ schema: schemaOf(placementSchema) })
  @Answers(placementSchema)
  async place(
    @Param('id') id: string,
    @Body(new ZodPipe(placementSchema)) placement: z.output<typeof placementSchema>,
  ): Promise<z.output<typeof placementSchema>> {
    await this.notes.savePlacement(id, placement);
    return placement;
  }

  /** Takes the episode out of its series. */
  @Delete('placement')
  @HttpCode(204)
  async takeOut(@Param('id') id: string): Promise<void> {
    await this.notes.savePlacement(id, null);
  }

  /** Spans that are no part of the story; clips leave them out unless told otherwise. */
  @Get('marks')
  @Answers(marksSchema)
  async marks(@Param('id') id: string): Promise<z.output<typeof marksSchema>> {
    await requireEpisode(this.episodes, id);
    const marks = await this.notes.findMarks(id);
    return { items: marks.map(({ kind, ...span }) => ({ kind, span: formatTimeSpan(span) })) };
  }

  /** Replaces all marks of the episode. */
  @Put('marks')
  @ApiBody({ schema: schemaOf(marksSchema) })
  @Answers(marksSchema)
  async mark(
    @Param('id') id: string,
    @Body(new ZodPipe(marksSchema)) { items }: z.output<typeof marksSchema>,
  ): Promise<z.output<typeof marksSchema>> {
    await this.notes.saveMarks(
      id,
      items.map(({ kind, span }) => ({ kind, ...parseTimeSpan(span) })),
    );
    return this.marks(id);
  }
}
