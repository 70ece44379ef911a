// From a cast picture to the reference of one character: which face of it is meant, and its reading.
import { type Box, heightOf, type PictureBox, widthOf } from '#domain/box/box.js';
import type { Face, Reading } from '#domain/face/face.js';
import { findMainFace } from '#domain/face/main-face.js';
import { padPicture } from '#domain/picture/pad-picture.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';

export type ReadReference =
  | { readonly kind: 'read'; readonly reading: Reading; readonly head: Box }
  /** `problem` ends the sentence "this picture ...". */
  | { readonly kind: 'unusable'; readonly problem: string };

/** Margins tried, as shares of the longer side, when nothing is found: detectors miss faces that fill the picture. */
const MARGINS = [0, 0.35, 1];

/** A picture more stretched than this is no close-up of a head. */
const MAX_CLOSE_UP_ASPECT = 2;

/** @throws CastlineError of the recogniser */
export async function readReference(
  picture: RgbPicture,
  recognizer: FaceRecognizer,
  minFaceness: number,
): Promise<ReadReference> {
  for (const share of MARGINS) {
    const faces = await findFaces(picture, recognizer, share);
    const main = findMainFace(faces.filter(({ reading }) => reading.faceness >= minFaceness));
    if (main.kind === 'found')
      return { kind: 'read', reading: main.face.reading, head: main.face.detection.head };
    if (main.kind === 'several') {
      return {
        kind: 'unusable',
        problem: `shows ${main.count} faces of like size: crop it to the character's`,
      };
    }
  }
  return readAsCloseUp(picture, recognizer, minFaceness);
}

/** Faces in pixels of the picture itself, also when it was examined with a margin around it. */
async function findFaces(picture: RgbPicture, recognizer: FaceRecognizer, share: number): Promise<Face[]> {
  const padded = padPicture(picture, share);
  const faces = await recognizer.examine(padded.picture, { scaleX: 1, scaleY: 1 });
  return faces.map(({ detection, reading }) => ({
    detection: {
      score: detection.score,
      face: moveBack(detection.face, padded.margin),
      head: moveBack(detection.head, padded.margin),
    },
    reading,
  }));
}

function moveBack(box: Box, margin: number): Box {
  return { x1: box.x1 - margin, y1: box.y1 - margin, x2: box.x2 - margin, y2: box.y2 - margin };
}

/** The last resort: the whole picture is taken for a head if the embedder thinks it is one. */
async function readAsCloseUp(
  picture: RgbPicture,
  recognizer: FaceRecognizer,
  minFaceness: number,
): Promise<ReadReference> {
  const whole: PictureBox & Box = { x1: 0, y1: 0, x2: picture.width, y2: picture.height };
  const aspect = Math.max(widthOf(whole) / heightOf(whole), heightOf(whole) / widthOf(whole));
  const nothing = { kind: 'unusable', problem: 'shows no face that could be found' } as const;
  if (aspect > MAX_CLOSE_UP_ASPECT) return nothing;
  const [reading] = await recognizer.readHeads(picture, [whole]);
  return reading !== undefined && reading.faceness >= minFaceness
    ? { kind: 'read', reading, head: whole }
    : nothing;
}
