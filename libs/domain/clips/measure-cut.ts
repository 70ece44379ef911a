import { heightOf } from '../box/box.js';
import { strongestExpression } from '../face/strongest-expression.js';
import type { FrameRange } from '../time/frame-range.js';
import type { Instance, TimelineCharacter } from '../timeline/timeline.js';
import type { Track } from '../tracking/track.js';

/** What speaks for a cut, each 0 to 1, of the characters that were asked for. */
export interface CutMerit {
  /** How sure their names are, weighted by how long each is on screen. */
  readonly confidence: number;
  /** Height of the largest face as a share of the picture's. */
  readonly faceShare: number;
  /** How clearly their faces are seen. */
  readonly sharpness: number;
  /** The three weighed together. */
  readonly score: number;
  /** Who, in which form and mood, in which shots: what tells cuts apart. */
  readonly traits: readonly string[];
}

export interface CutShown {
  readonly characters: readonly TimelineCharacter[];
  readonly tracks: readonly Track[];
  /** In pixels, as the boxes are. */
  readonly pictureHeight: number;
}

const WEIGHTS = { confidence: 0.5, faceShare: 0.3, sharpness: 0.2 };
/** A face that fills half the picture's height is as large as is of use. */
const LARGE_FACE = 0.5;

export function measureCut(range: FrameRange, { characters, tracks, pictureHeight }: CutShown): CutMerit {
  const seen = characters.flatMap(({ name, instances }) =>
    instances.filter((each) => overlapOf(range, framesOf(each)) > 0).map((instance) => ({ name, instance })),
  );
  const own = new Set(seen.flatMap(({ instance }) => instance.trackIds));
  const shown = tracks.filter((track) => own.has(track.id) && overlapOf(range, track) > 0);
  const confidence = weightedMean(
    seen.map(({ instance }) => [instance.confidence, overlapOf(range, framesOf(instance))]),
  );
  const sharpness = weightedMean(shown.map((track) => [track.quality, overlapOf(range, track)]));
  const heights = shown.flatMap(({ sightings }) =>
    sightings
      .filter(({ frame }) => frame >= range.start && frame < range.end)
      .map(({ face }) => heightOf(face)),
  );
  const faceShare = Math.min(1, heights.reduce((most, height) => Math.max(most, height), 0) / pictureHeight);
  const score =
    WEIGHTS.confidence * confidence +
    WEIGHTS.faceShare * Math.min(1, faceShare / LARGE_FACE) +
    WEIGHTS.sharpness * sharpness;
  const traits = [
    ...seen.map(({ name, instance }) => `${name}/${instance.form ?? ''}`),
    ...shown.flatMap((track) => [`mood ${strongestExpression(track.expression)}`, `shot ${track.shotIndex}`]),
  ];
  return { confidence, faceShare, sharpness, score, traits: [...new Set(traits)].sort() };
}

const framesOf = ({ start, end }: Instance): FrameRange => ({ start: start.frame, end: end.frame });

const overlapOf = (one: FrameRange, other: FrameRange): number =>
  Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));

function weightedMean(values: readonly (readonly [value: number, weight: number])[]): number {
  const weight = values.reduce((sum, [, each]) => sum + each, 0);
  return weight === 0 ? 0 : values.reduce((sum, [value, each]) => sum + value * each, 0) / weight;
}
