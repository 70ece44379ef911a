import { heightOf, widthOf } from '../box/box.js';
import { EXPRESSIONS, type Expression } from '../face/face.js';
import { strongestExpression } from '../face/strongest-expression.js';
import type { Size } from '../picture/even-size.js';
import { evenSize } from '../picture/even-size.js';
import type { CropPath } from '../reframing/crop-path.js';
import { planReframing } from '../reframing/plan-reframing.js';
import type { FrameRange } from '../time/frame-range.js';
import type { Track } from '../tracking/track.js';

export interface StickerRequest {
  /** Those of the character. */
  readonly tracks: readonly Track[];
  readonly shots: readonly { readonly frames: FrameRange }[];
  readonly picture: Size;
  readonly framesPerSecond: number;
  readonly side: number;
}

/** A stretch of the episode that may become a sticker, and the window that is cut out of it. */
export interface StickerCandidate {
  readonly expression: Expression;
  /** How far it is to be believed, 0..1. */
  readonly confidence: number;
  readonly range: FrameRange;
  readonly crop: CropPath;
  readonly trackId: string;
  /** 0..1, greater is better: sure of its expression, sharp, large enough. */
  readonly merit: number;
}

const SECONDS = 2;
const SHORTEST_SECONDS = 0.4;
/** Of the window, so much is the head; the rest is air around it. */
const HEAD_SHARE = 0.8;

/** What a character's tracks offer, best first within each expression. */
export function planStickers(request: StickerRequest): StickerCandidate[] {
  const candidates = request.tracks.flatMap((track) => {
    const range = rangeOf(track, request);
    return range ? [candidateOf(track, range, request)] : [];
  });
  return candidates.sort(
    (a, b) =>
      EXPRESSIONS.indexOf(a.expression) - EXPRESSIONS.indexOf(b.expression) ||
      b.merit - a.merit ||
      a.range.start - b.range.start,
  );
}

function candidateOf(track: Track, range: FrameRange, request: StickerRequest): StickerCandidate {
  const { shots, picture, framesPerSecond } = request;
  const expression = strongestExpression(track.expression);
  const confidence = track.expression[EXPRESSIONS.indexOf(expression)] ?? 0;
  const side = windowSide(track, range, picture);
  const best = track.sightings[track.bestSighting] ?? track.sightings[0];
  const size = best ? Math.min(1, heightOf(best.head) / (HEAD_SHARE * request.side)) : 0;
  const window = { width: side, height: side };
  return {
    ...{ expression, confidence, range, trackId: track.id },
    merit: confidence * track.quality * size,
    crop: planReframing({ range, shots, tracks: [track], others: [], picture, window, framesPerSecond }),
  };
}

/** Around the best sighting, inside of the track; undefined where that is too short to move. */
function rangeOf(
  { start, end, sightings, bestSighting }: Track,
  { framesPerSecond }: StickerRequest,
): FrameRange | undefined {
  const length = Math.min(end - start, Math.round(SECONDS * framesPerSecond));
  if (length < SHORTEST_SECONDS * framesPerSecond || sightings.length === 0) return undefined;
  const middle = sightings[bestSighting]?.frame ?? start;
  const from = Math.min(Math.max(start, middle - (length >> 1)), end - length);
  return { start: from, end: from + length };
}

/** Holds the largest head of the stretch with air around it, as far as the picture allows. */
function windowSide({ sightings }: Track, { start, end }: FrameRange, picture: Size): number {
  const inside = sightings.filter(({ frame }) => frame >= start && frame < end);
  const heads = (inside.length > 0 ? inside : sightings).map(({ head }) => head);
  const head = Math.max(...heads.map((box) => Math.max(widthOf(box), heightOf(box))));
  const most = Math.min(evenSize(picture).width, evenSize(picture).height);
  return evenSize({ width: Math.min(most, Math.max(16, Math.round(head / HEAD_SHARE))), height: 2 }).width;
}
