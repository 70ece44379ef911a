import fc from 'fast-check';
import type { Yuv420Picture } from '#domain/picture/picture.js';
import { featuresOf, type FrameFeatures } from '#domain/shots/frame-features.js';
import { blankPicture, DrawnScene, mixPictures } from './drawn-film.factory.js';

/** A part of a drawn film. A dissolve or a fade leads from wherever the film is to `place`. */
export interface Passage {
  readonly kind: 'shot' | 'still' | 'dissolve' | 'fade';
  readonly place: number;
  readonly frames: number;
}

const PLACES = 5;
const black = blankPicture(16);
const scenes = new Map<number, DrawnScene>();
const drawn = new Map<string, Yuv420Picture>();

/** Every place looks the same at the same frame in all films, so each picture is drawn once. */
function pictureOf(place: number, frame: number): Yuv420Picture {
  const key = `${place} ${frame}`;
  let picture = drawn.get(key);
  if (!picture) {
    let scene = scenes.get(place);
    if (!scene) scenes.set(place, (scene = new DrawnScene({ place })));
    drawn.set(key, (picture = scene.draw(frame)));
  }
  return picture;
}

function pictureIn(
  { kind, place, frames }: Passage,
  before: number,
  frame: number,
  at: number,
): Yuv420Picture {
  const share = (at + 1) / (frames + 1);
  switch (kind) {
    case 'shot':
      return pictureOf(place, frame);
    case 'still':
      return pictureOf(place, 0);
    case 'dissolve':
      return mixPictures(pictureOf(before, frame), pictureOf(place, frame), share);
    case 'fade':
      return mixPictures(pictureOf(share < 0.5 ? before : place, frame), black, 1 - Math.abs(2 * share - 1));
  }
}

/** The features of a film's frames. */
export function filmOf(passages: readonly Passage[]): FrameFeatures[] {
  const film: FrameFeatures[] = [];
  let before = 0;
  for (const passage of passages) {
    for (let at = 0; at < passage.frames; at++)
      film.push(featuresOf(pictureIn(passage, before, film.length, at)));
    before = passage.place;
  }
  return film;
}

export function anyFilm(): fc.Arbitrary<Passage[]> {
  const place = fc.integer({ min: 1, max: PLACES });
  const passage = (kind: Passage['kind'], min: number, max: number): fc.Arbitrary<Passage> =>
    fc.record({ kind: fc.constant(kind), place, frames: fc.integer({ min, max }) });
  return fc.array(
    fc.oneof(
      { weight: 5, arbitrary: passage('shot', 2, 120) },
      { weight: 1, arbitrary: passage('still', 5, 90) },
      { weight: 2, arbitrary: passage('dissolve', 6, 44) },
      { weight: 1, arbitrary: passage('fade', 6, 44) },
    ),
    { minLength: 2, maxLength: 7 },
  );
}
