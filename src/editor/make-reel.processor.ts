import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { askedReelOf, reelRequestSchema } from '#contracts/works.contract.js';
import { AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import { FindSilences } from '#pipeline/clip-scenes/find-silences.js';
import { MakeReel } from '#pipeline/make-reel/make-reel.js';
import { planAskedReel } from '#pipeline/make-reel/plan-asked-reel.js';
import { StoreReel } from '#pipeline/make-reel/store-reel.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { CanvasPainter } from '#ports/canvas-painter.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { ReelJoiner } from '#ports/reel-joiner.port.js';
import { SilenceReader } from '#ports/silence-reader.port.js';
import { Workspaces } from '#ports/workspaces.port.js';
import { WorksProcessor, type WorkInHand } from './works.processor.js';

/** Worker of `reel.make`: the scenes of several queries become one film in the media store. */
@Injectable()
export class MakeReelProcessor extends WorksProcessor {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    @Inject(ALL_JOBS) jobs: JobQueue,
    workspaces: Workspaces,
    private readonly joiner: ReelJoiner,
    private readonly painter: CanvasPainter,
    private readonly silences: SilenceReader,
  ) {
    // a reel is one piece of work: the queue gives tenants their turns
    super({ kind: 'reel.make', concurrency: 1, config, logger, jobs, workspaces });
  }

  protected override async make({ request, analysis, workspace, works, ...rest }: WorkInHand) {
    const asked = reelRequestSchema.parse(request);
    const { episode, facts, timelineVersion } = analysis;
    const { notes, media } = workspace;
    const answerer = new AnswerQuery(notes, new FindSilences(this.silences, notes, media));
    const reel = await new StoreReel(new MakeReel(this.joiner, this.painter), works).run({
      ...rest,
      ...{ episode, facts, timelineVersion, queries: asked.queries, reencode: asked.reencode },
      planned: await planAskedReel(analysis, askedReelOf(asked), answerer, rest.signal),
    });
    return { reelId: reel?.id ?? null };
  }
}
