import { createHash } from 'node:crypto';
import type { PictureBox } from '#domain/box/box.js';
import { squareAround } from '#domain/box/square-around.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { describeColours } from '#domain/evaluation/colour-descriptor.js';
import { countConfusions, type Confusion } from '#domain/evaluation/count-confusions.js';
import { countFilmTrials } from '#domain/evaluation/count-trials.js';
import { type RankScore, scoreRanks } from '#domain/evaluation/score-ranks.js';
import { seededRandom } from '#domain/evaluation/seeded-random.js';
import { type Rgb, spoilSquare } from '#domain/evaluation/spoil-square.js';
import type { Reference } from '#domain/identity/gallery.js';
import { matchFaces, type MatchLimits } from '#domain/identity/match-face.js';
import { cropRgbSquare } from '#domain/picture/crop.js';
import type { RgbPicture } from '#domain/picture/picture.js';
import type { CastPicture } from '../read-cast/list-cast-folder.js';
import { readReference } from '../read-cast/read-reference.js';
import { eachPicture, type EachPicture, type PicturePorts, type PictureRun } from './each-picture.js';

export interface CastEvaluationRequest extends PictureRun {
  readonly pictures: readonly CastPicture[];
  /** So much of each picture's height, from above, instead of the face that is found in it. */
  readonly top?: number | undefined;
  /** Turned, tinted, reduced and so on, as `spoilSquare` does it, each in its own way. */
  readonly spoil: boolean;
}

/** Pictures of one form of a character who is known by the other forms only. */
interface FormScore {
  readonly character: string;
  readonly form: string;
  readonly pictures: number;
  readonly right: number;
  readonly wrong: number;
}

export interface CastEvaluation {
  /** Each picture in turn is the one true match among all pictures of the others. */
  readonly rank: RankScore;
  readonly colourRank: RankScore;
  /** Most frequent first. */
  readonly confusions: readonly Confusion[];
  readonly forms: readonly FormScore[];
  readonly failures: EachPicture<unknown>['failures'];
}

interface ReadPicture {
  readonly reference: Reference;
  readonly colours: Float32Array;
}

/** The embedder's square around a head, in sides of the head. */
const CROP_SCALE = 1.25;

/** How well the pictures of a cast tell its characters apart: by themselves, by colour alone, and across forms. */
export class EvaluateCast {
  constructor(private readonly ports: PicturePorts) {}

  async run(request: CastEvaluationRequest): Promise<CastEvaluation> {
    const { pictures, spoil } = request;
    const { thresholds } = await this.ports.recognizer.load();
    const { results, failures } = await eachPicture(
      pictures.map(({ source }) => source),
      { ...request, groundOf: spoil ? (index) => groundOf(pictures[index]!) : undefined },
      this.ports,
      async (picture, index) => {
        const square = await this.squareOf(picture, request.top, thresholds.face);
        return this.read(picture, square, { of: pictures[index]!, isSpoilt: spoil });
      },
    );
    const read = results.filter((result) => result !== undefined);
    const references = read.map(({ reference }) => reference);
    return {
      rank: rankOf(read, ({ reference }) => reference.embedding),
      colourRank: rankOf(read, ({ colours }) => colours),
      confusions: countConfusions(
        references.map(({ character, embedding }) => ({ label: character, embedding })),
      ),
      forms: scoreForms(references, thresholds),
      failures,
    };
  }

  /** @throws CastlineError bad-media EVAL.NO_FACE */
  private async squareOf(
    picture: RgbPicture,
    top: number | undefined,
    minFaceness: number,
  ): Promise<PictureBox> {
    if (top !== undefined)
      return squareAround({ x1: 0, y1: 0, x2: picture.width, y2: picture.height * top }, 1);
    const read = await readReference(picture, this.ports.recognizer, minFaceness);
    if (read.kind === 'unusable') throw new CastlineError('bad-media', 'EVAL.NO_FACE', `it ${read.problem}`);
    const { x1, y1, x2, y2 } = read.head;
    return squareAround({ x1, y1, x2, y2 }, CROP_SCALE);
  }

  private async read(
    picture: RgbPicture,
    square: PictureBox,
    { of, isSpoilt }: { of: CastPicture; isSpoilt: boolean },
  ): Promise<ReadPicture> {
    const { character, form, source } = of;
    const crop = isSpoilt
      ? spoilSquare(picture, square, groundOf(of), randomOf(of, 'spoil'))
      : cropRgbSquare(picture, square);
    const [seen, within] = isSpoilt
      ? ([crop, { x1: 0, y1: 0, x2: crop.width, y2: crop.height }] as const)
      : ([picture, square] as const);
    const [reading] = await this.ports.recognizer.readHeads(seen, [squareAround(within, 1 / CROP_SCALE)]);
    const { embedding, quality } = reading!;
    return {
      reference: { character, form, embedding, quality, source },
      colours: describeColours(crop),
    };
  }
}

/** What shows through a picture's transparent parts. */
function groundOf(picture: CastPicture): Rgb {
  const random = randomOf(picture, 'ground');
  return [0, 1, 2].map(() => Math.floor(random() * 256)) as [number, number, number];
}

/** The same for a picture whatever others are evaluated with it. */
function randomOf({ source }: CastPicture, purpose: string): () => number {
  return seededRandom(createHash('sha256').update(`${purpose} ${source}`).digest().readUInt32BE(0));
}

function rankOf(read: readonly ReadPicture[], vectorOf: (picture: ReadPicture) => Float32Array): RankScore {
  const faces = read.map((picture) => ({
    label: picture.reference.character,
    embedding: vectorOf(picture),
  }));
  return scoreRanks(countFilmTrials(faces));
}

function scoreForms(references: readonly Reference[], limits: MatchLimits): FormScore[] {
  const keys = new Map(
    references.map(({ character, form }) => [JSON.stringify([character, form]), { character, form }]),
  );
  return [...keys.values()].flatMap(({ character, form }): FormScore[] => {
    const isOfForm = (reference: Reference): boolean =>
      reference.character === character && reference.form === form;
    const others = references.filter((reference) => !isOfForm(reference));
    if (form === null || !others.some((reference) => reference.character === character)) return [];
    const names = references
      .filter(isOfForm)
      .map(({ embedding }) => matchFaces([embedding], { references: others }, limits)[0]?.character);
    return [
      {
        ...{ character, form, pictures: names.length },
        right: names.filter((name) => name === character).length,
        wrong: names.filter((name) => name !== undefined && name !== character).length,
      },
    ];
  });
}
