import { sharpnessOf } from '#domain/picture/sharpness.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { chooseLoop } from '#domain/stickers/choose-loop.js';
import { planSheet } from '#domain/stickers/plan-sheet.js';
import {
  STICKER_TYPES,
  type Sticker,
  type StickerFormat,
  type StickerLimits,
} from '#domain/stickers/sticker.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import { pointAt } from '#domain/time/point.js';
import { toNumber } from '#domain/time/rational.js';
import type { AnimationEncoder } from '#ports/animation-encoder.port.js';
import type { CanvasPainter } from '#ports/canvas-painter.port.js';
import type { CropReader } from '#ports/crop-reader.port.js';
import type { ProgressListener } from '../progress.js';
import { safeFileName } from '../write-output/safe-file-name.js';
import { findCharacter, findStickers, type FindStickersRequest, type FoundSticker } from './find-stickers.js';
import { fitAnimation, type FittedSticker } from './fit-animation.js';

export interface MakeStickersRequest extends FindStickersRequest {
  readonly formats: readonly StickerFormat[];
  readonly maxBytes: number;
  readonly onProgress?: ProgressListener | undefined;
}

/** A sticker that is not encoded before it is asked for. */
export interface StickerDraft {
  readonly about: Pick<
    Sticker,
    'character' | 'expression' | 'format' | 'fileName' | 'contentType' | 'start' | 'end'
  >;
  /** All that makes its file what it is. */
  readonly identity: readonly unknown[];
  readonly encode: () => Promise<FittedSticker>;
}

/** Pictures a second that a sticker shows at most. */
const MOST_PER_SECOND = 15;

/**
 * Stickers of a character, one after another; where all expressions were asked for, a sheet of those found comes last.
 * A generator: what is not taken is not made.
 */
export class MakeStickers {
  constructor(
    private readonly reader: CropReader,
    private readonly encoder: AnimationEncoder,
    private readonly painter: CanvasPainter,
  ) {}

  /** @throws CastlineError not-found QUERY.UNKNOWN_CHARACTER; on encoding, too-large STICKER.TOO_LARGE */
  async *run(request: MakeStickersRequest): AsyncGenerator<StickerDraft> {
    const character = findCharacter(request.character, request.source)?.name ?? request.character;
    const found: FoundSticker[] = [];
    for await (const sticker of findStickers(this.reader, request)) {
      found.push(sticker);
      const number = found.filter(({ expression }) => expression === sticker.expression).length;
      for (const format of request.formats) yield this.draft(sticker, { character, format, number }, request);
      request.onProgress?.({ stage: 'stickers', fraction: found.length / (found.length + 1) });
    }
    if (request.expression === null && found.length > 0) yield this.sheet(found, character, request);
    request.onProgress?.({ stage: 'stickers', fraction: 1 });
  }

  private draft(
    sticker: FoundSticker,
    { character, format, number }: { character: string; format: StickerFormat; number: number },
    request: MakeStickersRequest,
  ): StickerDraft {
    const { expression, range, crop, pictures } = sticker;
    const { contentType, extension } = STICKER_TYPES[format];
    const { side, maxBytes, source, signal } = request;
    const limits: StickerLimits = { side, maxBytes };
    const fileName = `${safeFileName(character)}_${expression}_${number}.${extension}`;
    return {
      about: { character, expression, format, fileName, contentType, ...pointsOf(sticker, request) },
      identity: [character, expression, format, range, crop, limits],
      encode: async () => {
        const moving = format === 'png' ? { pictures: [sharpest(pictures)] } : loopOf(pictures, source.facts);
        return fitAnimation(this.encoder, { millisecondsEach: 1000, ...moving, format, limits, signal });
      },
    };
  }

  private sheet(
    found: readonly FoundSticker[],
    character: string,
    request: MakeStickersRequest,
  ): StickerDraft {
    const best = found.filter(
      ({ expression }, at) => found.findIndex((other) => other.expression === expression) === at,
    );
    const { contentType, extension } = STICKER_TYPES.png;
    const fileName = `${safeFileName(character)}_sheet.${extension}`;
    const points = pointsOf(best[0]!, request);
    return {
      about: { character, expression: null, format: 'png', fileName, contentType, ...points },
      identity: [
        ...[character, 'sheet', request.side],
        best.map(({ expression, range, crop }) => [expression, range, crop]),
      ],
      encode: async () => {
        const entries = best.map(({ expression, pictures }) => ({ expression, picture: sharpest(pictures) }));
        const picture = await this.painter.paint(planSheet(character, entries, request.side));
        const { width, height } = picture;
        const encoding = { format: 'png', side: Math.max(width, height), detail: 256 } as const;
        const bytes = await this.encoder.encode({ pictures: [picture], millisecondsEach: 1000 }, encoding);
        return { bytes, width, height, frames: 1 };
      },
    };
  }
}

function sharpest(pictures: readonly RgbPicture[]): RgbPicture {
  const sharpness = pictures.map(sharpnessOf);
  return pictures[sharpness.indexOf(Math.max(...sharpness))]!;
}

function loopOf(
  pictures: readonly RgbPicture[],
  { frameRate }: MakeStickersRequest['source']['facts'],
): { pictures: RgbPicture[]; millisecondsEach: number } {
  const perSecond = toNumber(frameRate);
  const stride = Math.max(1, Math.ceil(perSecond / MOST_PER_SECOND - 1e-6));
  const shown = pictures.filter((_, at) => at % stride === 0);
  return {
    pictures: chooseLoop(shown).map((at) => shown[at]!),
    millisecondsEach: Math.round((1000 * stride) / perSecond),
  };
}

function pointsOf(
  { range }: Pick<FoundSticker, 'range'>,
  { source: { scan, facts } }: Pick<MakeStickersRequest, 'source'>,
): Pick<Sticker, 'start' | 'end'> {
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const [start, end] = [range.start, range.end].map((frame) => pointAt(frame, clock, facts.frameRate));
  return { start: start!, end: end! };
}
