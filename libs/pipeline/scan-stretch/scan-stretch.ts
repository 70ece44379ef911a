import { readingPlaces } from '#domain/stretches/plan-stretches.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { FrameReader } from '#ports/frame-reader.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import type { StretchRepository } from '#ports/stretch-repository.port.js';
import { StretchBatches } from './stretch-batches.js';
import { StretchPass } from './stretch-pass.js';
import type { StretchRequest } from './stretch-request.js';

/**
 * One stretch of an episode: the shots that begin in it and their tracks, found exactly as one pass over the whole film
 * finds them. Reading begins early enough to know all that one pass would know; where it turns out not to have been,
 * earlier still.
 */
export class ScanStretch {
  constructor(
    private readonly frames: FrameReader,
    private readonly recognizer: FaceRecognizer,
    private readonly pictures: PictureCodec,
    private readonly stretches: StretchRepository,
  ) {}

  async run(request: StretchRequest): Promise<void> {
    const { episodeId, scanKey, plan, index } = request;
    const place = { episodeId, scanKey, planId: plan.id, stretch: index };
    for (const readFrom of readingPlaces(plan.stretches, index)) {
      const batches = await StretchBatches.open(this.stretches, place);
      const pass = new StretchPass(request, readFrom, batches, this.recognizer, this.pictures);
      const end = await pass.run(this.frames);
      if (end) return this.stretches.finish(place, end);
    }
    throw new Error(`stretch ${index} of ${episodeId} was not certain even when read from the beginning`);
  }
}
