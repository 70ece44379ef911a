import type { Box } from '../box/box.js';
import { iou } from '../box/iou.js';
import {
  averagePrecision,
  type Mark,
  type PrecisionRecall,
  precisionRecallCurve,
} from './average-precision.js';
import type { BoxCorners, FoundFace, TrueFace } from './truth.js';

export interface DetectionScore {
  readonly pictures: number;
  /** Labelled faces that count. */
  readonly faces: number;
  readonly detections: number;
  readonly ap: number;
  readonly bestF1: number;
  /** Precision, recall and score at the best F1. */
  readonly precision: number;
  readonly recall: number;
  readonly atScore: number;
  readonly maxRecall: number;
}

/**
 * Face detection over a set of pictures: one class, each detection by falling score takes the free face it covers best,
 * if by `minIou`. One that only meets a face to ignore is neither right nor wrong.
 *
 * @param found by picture; pictures that are not labelled are not looked at
 * @param truth by picture; a picture with no faces is a negative
 */
export function scoreDetections(
  found: Readonly<Record<string, readonly FoundFace[]>>,
  truth: Readonly<Record<string, readonly TrueFace[]>>,
  { minIou = 0.5 }: { readonly minIou?: number } = {},
): DetectionScore {
  const faces = Object.values(truth).reduce(
    (sum, boxes) => sum + boxes.filter(({ ignore }) => !ignore).length,
    0,
  );
  const marks = markDetections(found, truth, minIou);
  const curve = precisionRecallCurve(marks, faces);
  const best = bestF1Of(curve);
  return {
    pictures: Object.keys(truth).length,
    faces,
    detections: marks.length,
    ap: averagePrecision(curve),
    bestF1: best.f1,
    precision: best.precision,
    recall: best.recall,
    atScore: best.score,
    maxRecall: curve.at(-1)?.recall ?? 0,
  };
}

function markDetections(
  found: Readonly<Record<string, readonly FoundFace[]>>,
  truth: Readonly<Record<string, readonly TrueFace[]>>,
  minIou: number,
): Mark[] {
  const taken = new Set<TrueFace>();
  const marks: Mark[] = [];
  const all = Object.keys(truth)
    .flatMap((picture) => (found[picture] ?? []).map((face) => ({ picture, face })))
    .sort((a, b) => b.face.score - a.face.score);
  for (const { picture, face } of all) {
    const meets = truth[picture]!.map((label) => ({
      label,
      overlap: iou(boxOf(face.box), boxOf(label.box)),
    }));
    const best = meets
      .filter(({ label }) => !label.ignore && !taken.has(label))
      .reduce<(typeof meets)[number] | undefined>(
        (a, b) => (b.overlap > (a?.overlap ?? 0) ? b : a),
        undefined,
      );
    if (best && best.overlap >= minIou) {
      taken.add(best.label);
      marks.push({ score: face.score, isRight: true });
    } else if (!meets.some(({ label, overlap }) => label.ignore && overlap >= minIou)) {
      marks.push({ score: face.score, isRight: false });
    }
  }
  return marks;
}

/** The first point of the curve with the best F1. */
function bestF1Of(curve: readonly PrecisionRecall[]): PrecisionRecall & { readonly f1: number } {
  return curve.reduce<PrecisionRecall & { readonly f1: number }>(
    (best, point) => {
      const f1 = (2 * point.precision * point.recall) / (point.precision + point.recall || 1);
      return f1 > best.f1 ? { f1, ...point } : best;
    },
    { f1: 0, precision: 0, recall: 0, score: 0 },
  );
}

function boxOf([x1, y1, x2, y2]: BoxCorners): Box {
  return { x1, y1, x2, y2 };
}
