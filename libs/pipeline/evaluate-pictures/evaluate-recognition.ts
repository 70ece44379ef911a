import { DISTRACTOR, type PhotoRow, type RecognitionRows } from '#contracts/labelled-pictures.contract.js';
import type { PictureBox } from '#domain/box/box.js';
import { clipBox } from '#domain/box/clip-box.js';
import { squareAround } from '#domain/box/square-around.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { describeColours } from '#domain/evaluation/colour-descriptor.js';
import { countTrials, type LabelledEmbedding, type Trial } from '#domain/evaluation/count-trials.js';
import { type OpenSetRate, scoreOpenSet } from '#domain/evaluation/score-open-set.js';
import { type RankScore, scoreRanks, withEqualPhotos } from '#domain/evaluation/score-ranks.js';
import { headAround } from '#domain/face/estimate-boxes.js';
import { cropRgbSquare } from '#domain/picture/crop.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import { eachPicture, type EachPicture, type PicturePorts, type PictureRun } from './each-picture.js';

export interface RecognitionRequest extends PictureRun, RecognitionRows {
  /** What the boxes go around: the other one is estimated. */
  readonly boxIs: 'face' | 'head';
  /** Take so many photographs of each identity, so that the trials are exactly N M (M - 1). */
  readonly photosEach?: number | undefined;
}

/** Of one way to describe a face. */
export interface RecognitionScore {
  readonly rank: RankScore;
  readonly openSet: readonly OpenSetRate[];
}

export interface RecognitionEvaluation {
  readonly distractors: number;
  readonly embedder: RecognitionScore;
  readonly colour: RecognitionScore;
  /** Left out of galleries and probes alike. */
  readonly failures: EachPicture<unknown>['failures'];
}

interface Photo {
  readonly file: string;
  readonly label: string;
  readonly embedding: Float32Array;
  readonly colours: Float32Array;
}

const FPIRS = [0.01, 0.1];
const CROP_SCALE = 1.25;

/**
 * iCartoonFace's identification protocol: each photograph of an identity in turn joins the distractors as the one true
 * match, the identity's others probe that gallery; cosine, ties are misses. Beside it what colour alone reaches, and
 * the open-set rate with the first photograph of each identity enrolled and the distractors as strangers.
 */
export class EvaluateRecognition {
  constructor(private readonly ports: PicturePorts) {}

  async run(request: RecognitionRequest): Promise<RecognitionEvaluation> {
    const { photos: rows, boxIs } = request;
    const { results, failures } = await eachPicture(
      rows.map(({ file }) => file),
      request,
      this.ports,
      (picture, index) => this.readPhoto(picture, rows[index]!, boxIs),
    );
    const photos = results.filter((photo) => photo !== undefined);
    return {
      distractors: photos.filter(({ label }) => label === DISTRACTOR).length,
      embedder: scorePhotos(photos, 'embedding', request),
      colour: scorePhotos(photos, 'colours', request),
      failures,
    };
  }

  private async readPhoto(
    picture: RgbPicture,
    { file, label, box: [x1, y1, x2, y2] }: PhotoRow,
    boxIs: 'face' | 'head',
  ): Promise<Photo> {
    const box: PictureBox = { x1, y1, x2, y2 };
    const head = boxIs === 'head' ? box : headAround(box);
    const [reading] = await this.ports.recognizer.readHeads(picture, [head]);
    const square = squareAround(clipBox(head, picture.width, picture.height), CROP_SCALE);
    return {
      file,
      label,
      embedding: reading!.embedding,
      colours: describeColours(cropRgbSquare(picture, square)),
    };
  }
}

function scorePhotos(
  photos: readonly Photo[],
  kind: 'embedding' | 'colours',
  { pairs, photosEach }: RecognitionRequest,
): RecognitionScore {
  const distractors = photos.filter(({ label }) => label === DISTRACTOR).map((photo) => photo[kind]);
  const groups = [...groupByLabel(photos.filter(({ label }) => label !== DISTRACTOR))];
  const identities = groups.map(([label, own]) => ({ label, embeddings: own.map((photo) => photo[kind]) }));
  const chosen = photosEach === undefined ? identities : withEqualPhotos(identities, photosEach);
  const listed = pairs.length > 0 && photosEach === undefined ? trialsByLabel(pairs, groups) : undefined;
  const trials = chosen.map((identity) =>
    listed === undefined
      ? countTrials(identity, distractors)
      : countTrials(identity, distractors, listed.get(identity.label) ?? []),
  );
  const enrolled = chosen.map(({ label, embeddings }) => ({ label, embedding: embeddings[0]! }));
  const mated = chosen.flatMap(({ label, embeddings }) =>
    embeddings.slice(1).map((embedding): LabelledEmbedding => ({ label, embedding })),
  );
  return {
    rank: scoreRanks(trials),
    openSet: scoreOpenSet({ gallery: enrolled, mated, nonMated: distractors }, FPIRS),
  };
}

function groupByLabel(photos: readonly Photo[]): Map<string, Photo[]> {
  const groups = new Map<string, Photo[]>();
  for (const photo of photos) {
    const group = groups.get(photo.label);
    if (group === undefined) groups.set(photo.label, [photo]);
    else group.push(photo);
  }
  return groups;
}

/** Listed pairs as trials of their identity; pairs with a photograph that could not be read are left out. */
function trialsByLabel(
  pairs: RecognitionRows['pairs'],
  groups: readonly (readonly [string, readonly Photo[]])[],
): Map<string, Trial[]> {
  const places = new Map(
    groups.flatMap(([label, own]) => own.map(({ file }, index) => [file, { label, index }] as const)),
  );
  const trials = new Map<string, Trial[]>();
  for (const [probe, target] of pairs) {
    const [from, to] = [places.get(probe), places.get(target)];
    if (from === undefined || to === undefined) continue;
    if (from.label !== to.label) {
      const message = `the pair ${probe} ${target} is of two identities, ${from.label} and ${to.label}; a pair must be of one`;
      throw new CastlineError('usage', 'EVAL.BAD_LABELS', message);
    }
    const own = trials.get(from.label) ?? [];
    own.push([from.index, to.index]);
    trials.set(from.label, own);
  }
  return trials;
}
