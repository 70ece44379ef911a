import type { VideoFacts } from '#domain/episode/episode.js';
import { evenSize } from '#domain/picture/even-size.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { planTitleCard } from '#domain/reels/plan-title-card.js';
import type { ReelPlan } from '#domain/reels/reel.js';
import type { CanvasPainter } from '#ports/canvas-painter.port.js';
import type { JoinedReel, ReelJoiner } from '#ports/reel-joiner.port.js';
import type { ProgressListener } from '../progress.js';

export interface MakeReelRequest {
  readonly sourcePath: string;
  readonly facts: VideoFacts;
  /** At least one frame. */
  readonly plan: ReelPlan;
  readonly targetPath: string;
  /** Encodes every frame anew, for players that need H.264. */
  readonly reencode?: boolean | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Draws a planned reel's cards and joins it into a file. */
export class MakeReel {
  constructor(
    private readonly joiner: ReelJoiner,
    private readonly painter: CanvasPainter,
  ) {}

  async run(request: MakeReelRequest): Promise<JoinedReel> {
    const { sourcePath, facts, plan, targetPath, reencode, onProgress, signal } = request;
    const size = evenSize(facts);
    const cards: RgbPicture[] = [];
    for (const card of plan.cards) cards.push(await this.painter.paint(planTitleCard(card, size)));
    const method = reencode ? 'reencode' : 'copy';
    return this.joiner.join({ sourcePath, facts, plan, cards, method }, targetPath, {
      signal,
      onProgress: (fraction) => onProgress?.({ stage: 'reel', fraction }),
    });
  }
}
