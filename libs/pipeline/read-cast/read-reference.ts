// From a cast picture to the reference of one character: which face of it is meant, and its reading.
import { areaOf, type Box, heightOf, type PictureBox, widthOf } from '#domain/box/box.js';
import { clipBox } from '#domain/box/clip-box.js';
import type { Face, Reading } from '#domain/face/face.js';
import { findMainFace } from '#domain/face/main-face.js';
import { padPicture } from '#domain/picture/pad-picture.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';

export type ReadReference =
  | { readonly kind: 'read'; readonly reading: Reading; readonly head: Box }
  /** `problem` ends the sentence "this picture ...". */
  | { readonly kind: 'unusable'; readonly problem: string };

interface Attempt {
  /** Width of the margin set around the picture, as a share of its longer side. */
  readonly margin: number;
  /** The detector's own threshold when absent. */
  readonly minScore?: number;
}

/** Tried in turn until something is found: detectors miss faces that fill the picture. */
const SURE: readonly Attempt[] = [{ margin: 0 }, { margin: 0.35 }];

/** Somebody put this picture into the cast because it shows a face, so that at last a doubtful one will do. */
const DOUBTFUL: Attempt = { margin: 0.35, minScore: 0.15 };

/** Of the picture's shorter side; a doubtful face that is smaller is some detail of a close-up. */
const MIN_DOUBTFUL_SIZE = 0.3;

/** A picture more stretched than this is no close-up of a head. */
const MAX_CLOSE_UP_ASPECT = 2;

/** @throws CastlineError of the recogniser */
export async function readReference(
  picture: RgbPicture,
  recognizer: FaceRecognizer,
  minFaceness: number,
): Promise<ReadReference> {
  for (const attempt of SURE) {
    const faces = await findFaces(picture, recognizer, attempt);
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
  const faces = await findFaces(picture, recognizer, DOUBTFUL);
  const doubtful = findDoubtfulFace(faces, picture, minFaceness);
  if (doubtful) return { kind: 'read', reading: doubtful.reading, head: doubtful.detection.head };
  return readAsCloseUp(picture, recognizer, minFaceness);
}

/** The likeliest face in the middle half of the picture: people cut reference pictures around the face. */
function findDoubtfulFace(
  faces: readonly Face[],
  { width, height }: RgbPicture,
  minFaceness: number,
): Face | undefined {
  const isInTheMiddle = (low: number, high: number, length: number): boolean =>
    Math.abs((low + high) / 2 - length / 2) <= length / 4;
  const sureness = ({ detection, reading }: Face): number => detection.score * reading.faceness;
  return faces
    .filter(({ detection: { face, head }, reading }) => {
      const size = Math.max(widthOf(head), heightOf(head));
      const isCentral = isInTheMiddle(face.x1, face.x2, width) && isInTheMiddle(face.y1, face.y2, height);
      return (
        isCentral && size >= MIN_DOUBTFUL_SIZE * Math.min(width, height) && reading.faceness >= minFaceness
      );
    })
    .toSorted((a, b) => sureness(b) - sureness(a))[0];
}

/** Faces in pixels of the picture itself. Their readings never come from the margin's grey, which a video does not have. */
async function findFaces(picture: RgbPicture, recognizer: FaceRecognizer, attempt: Attempt): Promise<Face[]> {
  const { margin: share, ...options } = attempt;
  const padded = padPicture(picture, share);
  const faces = await recognizer.examine(padded.picture, { scaleX: 1, scaleY: 1, ...options });
  if (padded.margin === 0 || faces.length === 0) return faces;
  const moved = faces.map(({ detection }) => ({
    score: detection.score,
    face: moveBack(detection.face, padded.margin, picture),
    head: moveBack(detection.head, padded.margin, picture),
  }));
  const seen = moved.filter(({ head }) => areaOf(head) > 0);
  const readings = await recognizer.readHeads(
    picture,
    seen.map(({ head: { x1, y1, x2, y2 } }) => ({ x1, y1, x2, y2 })),
  );
  return seen.map((detection, index) => ({ detection, reading: readings[index]! }));
}

function moveBack(box: Box, margin: number, { width, height }: RgbPicture): Box {
  const moved = { x1: box.x1 - margin, y1: box.y1 - margin, x2: box.x2 - margin, y2: box.y2 - margin };
  return clipBox(moved, width, height);
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
