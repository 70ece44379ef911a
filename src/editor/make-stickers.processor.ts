import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '#config/config.js';
import { stickerRequestSchema } from '#contracts/works.contract.js';
import { MakeStickers } from '#pipeline/make-stickers/make-stickers.js';
import { StoreStickers } from '#pipeline/make-stickers/store-stickers.js';
import { TurnTaking } from '#pipeline/turn-taking.js';
import { ALL_JOBS, CONFIG, LOGGER } from '#platform/tokens.js';
import { AnimationEncoder } from '#ports/animation-encoder.port.js';
import { CanvasPainter } from '#ports/canvas-painter.port.js';
import { CropReader } from '#ports/crop-reader.port.js';
import type { JobQueue } from '#ports/job-queue.port.js';
import { Workspaces } from '#ports/workspaces.port.js';
import { WorksProcessor, type WorkInHand } from './works.processor.js';

/** Requests that are served in turn, a sticker each; further ones wait in the queue. */
const REQUESTS_AT_ONCE = 4;

/** Worker of `sticker.make`: looping pictures of a character in the media store. */
@Injectable()
export class MakeStickersProcessor extends WorksProcessor {
  private readonly turns = new TurnTaking();

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    @Inject(ALL_JOBS) jobs: JobQueue,
    workspaces: Workspaces,
    private readonly crops: CropReader,
    private readonly animations: AnimationEncoder,
    private readonly painter: CanvasPainter,
  ) {
    super({ kind: 'sticker.make', concurrency: REQUESTS_AT_ONCE, config, logger, jobs, workspaces });
  }

  protected override async make({ request, analysis, sourcePath, works, onProgress, signal }: WorkInHand) {
    const asked = stickerRequestSchema.parse(request);
    const making = new MakeStickers(this.crops, this.animations, this.painter);
    const { episode, timelineVersion } = analysis;
    const stickers = await new StoreStickers(making, works, this.turns).run({
      ...{ ...asked, episode, timelineVersion, onProgress, signal },
      source: { ...analysis, sourcePath },
    });
    return { stickers: stickers.length };
  }
}
