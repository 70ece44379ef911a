import type { BoxRow, PredictionRow } from '#contracts/labelled-pictures.contract.js';
import { bootstrapInterval, type Interval } from '#domain/evaluation/bootstrap.js';
import { type DetectionScore, scoreDetections } from '#domain/evaluation/score-detections.js';
import type { FoundFace, TrueFace } from '#domain/evaluation/truth.js';
import { eachPicture, type EachPicture, type PicturePorts, type PictureRun } from './each-picture.js';

export interface DetectionEvaluation {
  readonly score: DetectionScore;
  /** 95 % of the average precision, pictures being drawn again. */
  readonly apInterval: Interval | null;
  /** Pictures that could not be read; their faces count as missed. */
  readonly failures: EachPicture<unknown>['failures'];
}

/** Low enough that the whole precision-recall curve is seen. */
const MIN_SCORE = 0.02;

/** Drawing again costs a scoring of all pictures each time. */
const ROUNDS = 200;

/** iCartoonFace's detection protocol: one class, IoU 0.5, all-point average precision over all pictures. */
export class EvaluateDetection {
  constructor(private readonly ports: PicturePorts) {}

  async run(labels: readonly BoxRow[], run: PictureRun): Promise<DetectionEvaluation> {
    const truth = truthOf(labels);
    const files = Object.keys(truth);
    const { results, failures } = await eachPicture(files, run, this.ports, async (picture) => {
      const options = { scaleX: 1, scaleY: 1, minScore: MIN_SCORE };
      const detections = await this.ports.recognizer.detect(picture, options);
      return detections.map(({ face, score }): FoundFace => ({
        box: [face.x1, face.y1, face.x2, face.y2],
        score,
      }));
    });
    const found = Object.fromEntries(files.map((file, index) => [file, results[index] ?? []] as const));
    return { ...scorePictures(found, truth), failures };
  }
}

/** Scores what another program found. */
export function scorePredictions(
  predictions: readonly PredictionRow[],
  labels: readonly BoxRow[],
): DetectionEvaluation {
  const found: Record<string, FoundFace[]> = {};
  for (const { file, box, score } of predictions) (found[file] ??= []).push({ box, score });
  return { ...scorePictures(found, truthOf(labels)), failures: [] };
}

function scorePictures(
  found: Readonly<Record<string, readonly FoundFace[]>>,
  truth: Readonly<Record<string, readonly TrueFace[]>>,
): Pick<DetectionEvaluation, 'score' | 'apInterval'> {
  const apOf = (files: readonly string[]): number =>
    scoreDetections(
      Object.fromEntries(files.map((file, i) => [`${i}`, found[file] ?? []])),
      Object.fromEntries(files.map((file, i) => [`${i}`, truth[file]!.map((face) => ({ ...face }))])),
    ).ap;
  return {
    score: scoreDetections(found, truth),
    apInterval: bootstrapInterval(Object.keys(truth), apOf, ROUNDS),
  };
}

function truthOf(rows: readonly BoxRow[]): Record<string, TrueFace[]> {
  const truth: Record<string, TrueFace[]> = {};
  for (const { file, box } of rows) {
    const faces = (truth[file] ??= []);
    if (box) faces.push({ box });
  }
  return truth;
}
