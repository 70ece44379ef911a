import { CancelledError } from '#domain/errors/cancelled.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { Expression, Face } from '#domain/face/face.js';
import { type Medium, type MediumBar, mediumOf } from '#domain/face/medium.js';
import { inWholeDegrees, type Pose } from '#domain/face/pose.js';
import { strongestExpression } from '#domain/face/strongest-expression.js';
import type { Gallery } from '#domain/identity/gallery.js';
import { matchFaces, type MatchLimits } from '#domain/identity/match-face.js';
import type { FaceRecognizer } from '#ports/face-recognizer.port.js';
import type { PictureCodec } from '#ports/picture-codec.port.js';
import { withConcurrency } from '../with-concurrency.js';

/** One face as `castline who` prints it: these fields and no others. */
export interface FaceReport {
  /** x1, y1, x2, y2 of the face in pixels of the picture, to a tenth of a pixel. */
  readonly box: readonly [number, number, number, number];
  /** 0..1, how sure it is that this is a face. */
  readonly score: number;
  /** Null without a cast, and for a face that is nobody of the cast. */
  readonly name: string | null;
  /** Cosine to the character named, else null. */
  readonly similarity: number | null;
  readonly expression: Expression;
  /** Whole degrees; null where the model does not tell. */
  readonly pose: Pose | null;
  /** Null where the model does not tell. */
  readonly medium: Medium | null;
}

interface NamingLimits extends MatchLimits, MediumBar {
  /** Faces of less faceness are things: they get no name, however like somebody they are. */
  readonly face: number;
}

export interface ExaminePicturesRequest {
  readonly paths: readonly string[];
  /** The cast, read with the same embedder. */
  readonly gallery?: Gallery | undefined;
  /** Drop faces under this score; the detector's own threshold when absent. */
  readonly minScore?: number | undefined;
  /** Instead of the embedder's shipped thresholds. */
  readonly limits?: Partial<NamingLimits> | undefined;
}

export interface ExaminedPictures {
  /** Faces by falling score for every picture that could be read, keyed by its path as given. */
  readonly faces: Readonly<Record<string, FaceReport[]>>;
  /** Pictures that could not be examined, with the reason. */
  readonly failures: readonly { readonly path: string; readonly error: CastlineError }[];
}

/** Answers "who is on these pictures": faces, their names by the cast, their expressions. One bad picture spoils only itself. */
export class ExaminePictures {
  constructor(
    private readonly codec: PictureCodec,
    private readonly recognizer: FaceRecognizer,
  ) {}

  /** @throws CastlineError of loading the models (`environment`), `cancelled` RUN.CANCELLED */
  async run(request: ExaminePicturesRequest, signal?: AbortSignal): Promise<ExaminedPictures> {
    const { thresholds } = await this.recognizer.load();
    const limits = { ...thresholds, ...request.limits };
    const paths = [...new Set(request.paths)];
    const outcomes = await withConcurrency(paths, this.recognizer.concurrency, async (path) => {
      if (signal?.aborted === true) throw new CancelledError('the examination of pictures');
      return { path, ...(await this.examineOne(path, request, limits)) };
    });
    return {
      faces: Object.fromEntries(outcomes.flatMap(({ path, faces }) => (faces ? [[path, faces]] : []))),
      failures: outcomes.flatMap(({ path, error }) => (error ? [{ path, error }] : [])),
    };
  }

  private async examineOne(
    path: string,
    request: ExaminePicturesRequest,
    limits: NamingLimits,
  ): Promise<{ faces?: FaceReport[]; error?: CastlineError }> {
    const { gallery = { references: [] }, minScore } = request;
    try {
      const picture = await this.codec.read(path);
      const options = { scaleX: 1, scaleY: 1, ...(minScore === undefined ? {} : { minScore }) };
      return { faces: reportFaces(await this.recognizer.examine(picture, options), gallery, limits) };
    } catch (error) {
      if (error instanceof CastlineError && isAboutThePicture(error)) return { error };
      throw error;
    }
  }
}

/** A crash of the inference on this picture counts as the picture's own fault. */
function isAboutThePicture({ kind }: CastlineError): boolean {
  return kind === 'bad-media' || kind === 'too-large' || kind === 'not-found' || kind === 'transient';
}

function reportFaces(faces: readonly Face[], gallery: Gallery, limits: NamingLimits): FaceReport[] {
  const nameable = faces.filter(({ reading }) => reading.faceness >= limits.face);
  const embeddings = nameable.map(({ reading }) => reading.embedding);
  const matches = matchFaces(embeddings, gallery, limits);
  return faces.map((found) => {
    const { detection, reading } = found;
    const { face, score } = detection;
    const match = matches[nameable.indexOf(found)] ?? null;
    return {
      box: [tenths(face.x1), tenths(face.y1), tenths(face.x2), tenths(face.y2)],
      score: thousandths(score),
      name: match?.character ?? null,
      similarity: match ? thousandths(match.similarity) : null,
      expression: strongestExpression(reading.expression),
      pose: reading.pose ? inWholeDegrees(reading.pose) : null,
      medium: mediumOf(reading, limits),
    };
  });
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
