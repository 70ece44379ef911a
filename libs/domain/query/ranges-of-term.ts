import { heightOf } from '../box/box.js';
import { strongestExpression } from '../face/strongest-expression.js';
import type { FrameRange } from '../time/frame-range.js';
import type { TimelineCharacter } from '../timeline/timeline.js';
import type { Track } from '../tracking/track.js';
import type { CharacterTerm } from './scene-query.js';

export interface CharacterSeen {
  readonly character: TimelineCharacter;
  /** Of the whole episode. */
  readonly tracks: readonly Track[];
  /** In pixels, as the boxes are. */
  readonly pictureHeight: number;
}

/**
 * The frames in which a character is on screen as the term asks. Name and form are read off the appearances; expression
 * and size, which change inside of one, off its tracks.
 */
export function rangesOfTerm(
  { form, expression, closeUp }: CharacterTerm,
  { character, tracks, pictureHeight }: CharacterSeen,
): FrameRange[] {
  const instances = character.instances.filter(
    (instance) => form === null || instance.form?.toLowerCase() === form.toLowerCase(),
  );
  if (expression === null && closeUp === null)
    return instances.map(({ start, end }) => ({ start: start.frame, end: end.frame }));
  const own = new Set(instances.flatMap(({ trackIds }) => trackIds));
  return tracks
    .filter(({ id }) => own.has(id))
    .filter((track) => expression === null || strongestExpression(track.expression) === expression)
    .flatMap((track) => (closeUp === null ? [track] : closeRanges(track, closeUp * pictureHeight)))
    .map(({ start, end }) => ({ start, end }));
}

/** Frames whose nearest sighting (the earlier of two equally near) shows a face of at least this height. */
function closeRanges({ start, end, sightings }: Track, minHeight: number): FrameRange[] {
  return sightings.flatMap(({ frame, face }, index) => {
    if (heightOf(face) < minHeight) return [];
    const before = sightings[index - 1]?.frame;
    const after = sightings[index + 1]?.frame;
    return {
      start: before === undefined ? start : middleOf(before, frame),
      end: after === undefined ? end : middleOf(frame, after),
    };
  });
}

/** The first frame that is nearer to `after` than to `before`. */
const middleOf = (before: number, after: number): number => Math.floor((before + after) / 2) + 1;
