import { EXPRESSIONS, type Expression } from '#domain/face/face.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { resolveNames } from '#domain/query/resolve-names.js';
import { looksLike, lookOf } from '#domain/stickers/look-of.js';
import { planStickers, type StickerCandidate } from '#domain/stickers/plan-stickers.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import { toNumber } from '#domain/time/rational.js';
import type { TimelineCharacter } from '#domain/timeline/timeline.js';
import type { CropReader } from '#ports/crop-reader.port.js';
import type { Analysis } from '../clip-scenes/read-analysis.js';

type StickerSource = Pick<Analysis, 'timeline' | 'scan' | 'facts'> & { readonly sourcePath: string };

export interface FindStickersRequest {
  readonly source: StickerSource;
  /** Name of the character. */
  readonly character: string;
  /** Null: every one that is found. */
  readonly expression: Expression | null;
  /** At most so many of each expression. */
  readonly count: number;
  readonly side: number;
  readonly signal?: AbortSignal | undefined;
}

/** A stretch that becomes a sticker, with what its window shows. */
export interface FoundSticker extends StickerCandidate {
  readonly pictures: readonly RgbPicture[];
}

/** Stretches that look like better ones are passed over, but not without end. */
const TRIES_PER_STICKER = 4;

/** The character that a name means. @throws CastlineError not-found QUERY.UNKNOWN_CHARACTER */
export function findCharacter(
  name: string,
  { timeline }: Pick<Analysis, 'timeline'>,
): TimelineCharacter | undefined {
  const term = { kind: 'character', name, expression: null, form: null, closeUp: null, column: 1 } as const;
  return resolveNames(term, timeline, name).get(name) ?? undefined;
}

/** All stretches that may become stickers, as data. @throws as `findCharacter` */
function listCandidates({ source, character, expression, side }: FindStickersRequest): StickerCandidate[] {
  const { scan, facts } = source;
  const ids = new Set(findCharacter(character, source)?.instances.flatMap(({ trackIds }) => trackIds) ?? []);
  return planStickers({
    tracks: scan.tracks.filter(({ id }) => ids.has(id)),
    ...{ shots: scan.shots, picture: facts, framesPerSecond: toNumber(facts.frameRate), side },
  }).filter((candidate) => expression === null || candidate.expression === expression);
}

/** Best first, each expression for itself; of those that look alike, the better one. */
export async function* findStickers(
  reader: CropReader,
  request: FindStickersRequest,
): AsyncGenerator<FoundSticker> {
  const all = listCandidates(request);
  for (const each of EXPRESSIONS) {
    const candidates = all.filter(({ expression }) => expression === each);
    const looks: (readonly boolean[])[] = [];
    for (const candidate of candidates.slice(0, request.count * TRIES_PER_STICKER)) {
      const pictures = await readPictures(reader, request, candidate);
      const look = lookOf(pictures[pictures.length >> 1]!);
      if (looks.some((other) => looksLike(look, other))) continue;
      looks.push(look);
      yield { ...candidate, pictures };
      if (looks.length === request.count) break;
    }
  }
}

function readPictures(
  reader: CropReader,
  { source: { scan, facts, sourcePath }, side, signal }: FindStickersRequest,
  { range, crop }: StickerCandidate,
): Promise<RgbPicture[]> {
  const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
  const reading = {
    ...{ sourcePath, facts, crop, longSide: side, frames: range.end - range.start },
    ...{ startTicks: clock.ticksAt(range.start), endTicks: clock.ticksAt(range.end) },
    previousTicks: range.start > 0 ? clock.ticksAt(range.start - 1) : undefined,
  };
  return reader.read(reading, signal);
}
