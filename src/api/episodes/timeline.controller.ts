import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { trackSchema } from '#contracts/resources.contract.js';
import { timelineSchema } from '#contracts/timeline.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { inWholeDegrees } from '#domain/face/pose.js';
import { strongestExpression } from '#domain/face/strongest-expression.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import { pointAt } from '#domain/time/point.js';
import type { Timeline, TimelineCharacter } from '#domain/timeline/timeline.js';
import { EpisodeRepository } from '#ports/episode-repository.port.js';
import { ScanRepository } from '#ports/scan-repository.port.js';
import { TimelineRepository } from '#ports/timeline-repository.port.js';
import { Answers, AnswersFile, listOf } from '../api-docs.js';
import { requireEpisode, requireTimeline } from './find-episode.js';

const characterSchema = timelineSchema.shape.characters.element;

@ApiTags('timeline')
@Controller('api/v1/episodes/:id')
export class TimelineController {
  constructor(
    private readonly episodes: EpisodeRepository,
    private readonly timelines: TimelineRepository,
    private readonly scans: ScanRepository,
  ) {}

  @Get('timeline')
  @Answers(timelineSchema)
  async timeline(@Param('id') id: string, @Res({ passthrough: true }) response: Response): Promise<Timeline> {
    await requireEpisode(this.episodes, id);
    const { timeline, version } = await requireTimeline(this.timelines, id);
    response.set('Castline-Timeline-Version', String(version));
    return timeline;
  }

  @Get('characters')
  @Answers(listOf(characterSchema))
  async characters(@Param('id') id: string): Promise<{ items: readonly TimelineCharacter[] }> {
    await requireEpisode(this.episodes, id);
    return { items: (await requireTimeline(this.timelines, id)).timeline.characters };
  }

  @Get('tracks')
  @Answers(listOf(trackSchema))
  async tracks(@Param('id') id: string): Promise<{ items: z.output<typeof trackSchema>[] }> {
    const { facts } = await requireEpisode(this.episodes, id);
    const { scanKey } = await requireTimeline(this.timelines, id);
    const scan = await this.scans.find(id, scanKey);
    if (!scan || !facts) return { items: [] };
    const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
    const items = scan.tracks.map((track) => ({
      id: track.id,
      shotIndex: track.shotIndex,
      start: pointAt(track.start, clock, facts.frameRate),
      end: pointAt(track.end, clock, facts.frameRate),
      quality: track.quality,
      faceness: track.faceness,
      expression: strongestExpression(track.expression),
      pose: track.pose ? inWholeDegrees(track.pose) : null,
      photographed: track.photographed ?? null,
      sightings: track.sightings.map(({ frame, score, face }) => ({
        frame,
        score,
        box: [face.x1, face.y1, face.x2, face.y2],
      })),
    }));
    return { items };
  }

  /** The best picture of a track's head. */
  @Get('tracks/:trackId/crop')
  @Header('Cache-Control', 'private, max-age=3600')
  @AnswersFile('image/jpeg')
  async crop(
    @Param('id') id: string,
    @Param('trackId') trackId: string,
    @Res() response: Response,
  ): Promise<void> {
    const jpeg = await this.scans.findCrop(id, trackId);
    if (!jpeg)
      throw new CastlineError(
        'not-found',
        'TRACK.MISSING',
        `there is no picture of track ${JSON.stringify(trackId)}`,
        { id, trackId },
      );
    response.type('image/jpeg').send(Buffer.from(jpeg));
  }
}
